import { readFile } from 'node:fs/promises';

import type { Ancestor } from '../schema/records.js';
import type { ToldAncestor } from '../stream/source-record.js';
import { commandLine, shellLine } from './command-line.js';
import { isSame, type ProcStat, procStat, procStatOf, type Start } from './proc-stat.js';
import type { Underway } from './underway.js';

const REMEMBERED = 2048;
const KEPT_MS = 10_000;
/** What was read is taken to stand for so long: an ancestor may run another program by then. */
const FRESH_MS = 1000;
/** No chain of parents is longer; one that changes while it is read might have no end. */
const MOST = 64;

/** An ancestor as /proc shows it. */
interface Forebear {
  readonly ancestor: Ancestor;
  readonly stat: ProcStat;
}

/** The ancestors of one process. */
export class Lineage {
  /** How many of them the probe had told of when they were looked up. */
  told = -1;
  /** ms. */
  readAt = 0;
  /** Each the parent of the one before it. */
  #chain: readonly Forebear[] = [];

  /** From the parent to pid 1, as far as they are known: those that the probe told of, then the rest. */
  read(told: readonly ToldAncestor[]): Ancestor[] {
    const near = told.map((one) => {
      const found = this.#chain[this.#indexOf(one)]?.ancestor;
      // It may run another program by now, or have run another then.
      const cmd = found?.comm === one.comm ? found.cmd : undefined;
      return { pid: one.pid, comm: one.comm, ...(cmd === undefined ? {} : { cmd }) };
    });
    const last = told.at(-1);
    const at = last === undefined ? -1 : this.#indexOf(last);
    // It has another parent by now, or the last of them has gone.
    const further = last !== undefined && at === -1 ? [] : this.#chain.slice(at + 1);
    return [...near, ...further.map(({ ancestor }) => ancestor)];
  }

  /** @param commandLines whether they may be told */
  async learn(self: Start, told: readonly ToldAncestor[], commandLines: boolean): Promise<void> {
    this.told = told.length;
    const stats = new Map<number, ProcStat>();
    for (let pid = firstPid(self, told); pid > 0 && stats.size < MOST;) {
      const stat = procStat(pid);
      if (stat === undefined || stats.has(pid)) break;
      stats.set(pid, stat);
      pid = stat.parent;
    }
    const chain = await Promise.all(
      Array.from(stats, async ([pid, stat]) => {
        const cmd = commandLines ? await commandOf(pid) : undefined;
        return { ancestor: { pid, comm: stat.comm, ...(cmd === undefined ? {} : { cmd }) }, stat };
      }),
    );
    // By now the process itself may have gone: what was found before stands.
    if (chain.length >= this.#chain.length) this.#chain = chain;
  }

  #indexOf({ pid, started }: Start): number {
    return this.#chain.findIndex(
      ({ ancestor, stat }) => ancestor.pid === pid && isSame(stat, started),
    );
  }
}

/** The nearest ancestor that is sure: the process's parent; where it has gone, the first told that has not. */
function firstPid(self: Start, told: readonly Start[]): number {
  const parent = procStatOf(self)?.parent;
  return parent ?? told.find((one) => procStatOf(one) !== undefined)?.pid ?? 0;
}

/** Ancestors by whose they are, looked up while they live. */
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

  want(self: Start, told: readonly ToldAncestor[]): void {
    const now = this.#now();
    if (now - this.#since > KEPT_MS) {
      this.#old = this.#young;
      this.#young = new Map();
      this.#since = now;
    }
    const known = this.get(self);
    // They are told one by one: more may have come.
    const fresh = known !== undefined && now - known.readAt < FRESH_MS;
    if (fresh && known.told >= told.length) return;
    if (this.#young.size > REMEMBERED) return;
    const lineage = known ?? new Lineage();
    lineage.readAt = now;
    this.#young.set(keyOf(self), lineage);
    this.#underway.add(lineage.learn(self, [...told], this.#commandLines));
  }

  get(self: Start): Lineage | undefined {
    const key = keyOf(self);
    return this.#young.get(key) ?? this.#old.get(key);
  }
}

function keyOf({ pid, started }: Start): string {
  return `${pid} ${started}`;
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
