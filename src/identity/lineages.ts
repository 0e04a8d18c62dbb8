import { readFile } from 'node:fs/promises';

import type { Ancestor } from '../schema/records.js';
import type { ToldAncestor } from '../stream/source-record.js';
import { commandLine, shellLine } from './command-line.js';
import { isSame } from './facts.js';
import { type ProcStat, procStat } from './proc-stat.js';
import type { Underway } from './underway.js';

const REMEMBERED = 2048;
const FRESH_MS = 10_000;
/** No chain of parents is longer; one that changes while it is read might have no end. */
const MOST = 64;

/** The ancestors of one process. */
export class Lineage {
  readonly #commandLines: boolean;
  /** Command lines of those that the probe told of, by pid. */
  readonly #commands = new Map<number, string>();
  /** Those further up. */
  #further: readonly Ancestor[] = [];

  /** @param commandLines whether they may be told */
  constructor(commandLines: boolean) {
    this.#commandLines = commandLines;
  }

  /** From the parent to pid 1, as far as they are known. */
  read(told: readonly ToldAncestor[]): Ancestor[] {
    const near = told.map(({ pid, comm }) => {
      const cmd = this.#commands.get(pid);
      return { pid, comm, ...(cmd === undefined ? {} : { cmd }) };
    });
    return [...near, ...this.#further];
  }

  async learn(told: readonly ToldAncestor[]): Promise<void> {
    let last: ProcStat | undefined;
    for (const { pid, started } of told) {
      const stat = await procStat(pid);
      last = stat !== undefined && isSame(stat, started) ? stat : undefined;
      const cmd = last === undefined ? undefined : await this.#commandOf(pid);
      if (cmd !== undefined) this.#commands.set(pid, cmd);
    }
    const further: Ancestor[] = [];
    for (let pid = last?.parent ?? 0; pid > 0 && further.length < MOST;) {
      const stat = await procStat(pid);
      if (stat === undefined) break;
      const cmd = await this.#commandOf(pid);
      further.push({ pid, comm: stat.comm, ...(cmd === undefined ? {} : { cmd }) });
      pid = stat.parent;
    }
    this.#further = further;
  }

  async #commandOf(pid: number): Promise<string | undefined> {
    return this.#commandLines ? commandOf(pid) : undefined;
  }
}

/** Ancestors by who they are of, looked up while they live. */
export class Lineages {
  readonly #now: () => number;
  readonly #commandLines: boolean;
  readonly #underway: Underway;
  #young = new Map<string, Lineage>();
  #old = this.#young;
  #since = 0;

  constructor(now: () => number, underway: Underway, commandLines: boolean) {
    this.#now = now;
    this.#commandLines = commandLines;
    this.#underway = underway;
  }

  want(who: string, told: readonly ToldAncestor[]): void {
    const now = this.#now();
    if (now - this.#since > FRESH_MS || this.#young.size > REMEMBERED) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#since = now;
    }
    if (this.get(who) !== undefined || this.#young.size > REMEMBERED) return;
    const lineage = new Lineage(this.#commandLines);
    this.#young.set(who, lineage);
    this.#underway.add(lineage.learn([...told]));
  }

  get(who: string): Lineage | undefined {
    return this.#young.get(who) ?? this.#old.get(who);
  }
}

async function commandOf(pid: number): Promise<string | undefined> {
  try {
    const bytes = await readFile(`/proc/${pid}/cmdline`);
    const line = bytes.length === 0 ? undefined : commandLine(bytes, bytes.length);
    return line === undefined ? undefined : shellLine(line.args);
  } catch {
    return undefined;
  }
}
