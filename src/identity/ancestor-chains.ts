import { readFile } from 'node:fs/promises';

import { commandLine, shellLine } from '../host/command-line.js';
import type { PendingLookups } from '../host/pending-lookups.js';
import {
  type ProcessStart,
  type ProcStat,
  procStat,
  procStatOf,
  startedAt,
} from '../host/proc-stat.js';
import type { Ancestor } from '../records/records.js';
import type { AncestorLine } from '../wire/events.js';

const REMEMBERED = 2048;
const KEPT_MS = 10_000;
/** What was read is taken to stand for so long: an ancestor may run another program by then. */
const FRESH_MS = 1000;
/** No chain of parents is longer; one that changes while it is read might have no end. */
const MOST = 64;

/** An ancestor as /proc shows it. */
interface ProcAncestor {
  readonly pid: number;
  readonly stat: ProcStat;
  /** Filled in when it has been read. */
  cmd: string | undefined;
}

/** The ancestors of one process. */
export class AncestorChain {
  /** How many of them the probe had told of when they were looked up. */
  told = -1;
  /** ms. */
  readAt = 0;
  /** Each the parent of the one before it. */
  #chain: readonly ProcAncestor[] = [];

  /** From the parent to pid 1, as far as they are known: those that the probe told of, then the rest. */
  read(told: readonly AncestorLine[]): Ancestor[] {
    const near = told.map((one) => {
      const found = this.#chain[this.#indexOf(one)];
      // It may run another program by now, or have run another then.
      return ancestor(one.pid, one.comm, found?.stat.comm === one.comm ? found.cmd : undefined);
    });
    const last = told.at(-1);
    const at = last === undefined ? -1 : this.#indexOf(last);
    // It has another parent by now, or the last of them has gone.
    const further = last !== undefined && at === -1 ? [] : this.#chain.slice(at + 1);
    return [...near, ...further.map(({ pid, stat, cmd }) => ancestor(pid, stat.comm, cmd))];
  }

  /**
   * Who they are is known at once, their command lines when they have been read.
   *
   * @param commandLines whether they may be told
   */
  async learn(
    self: ProcessStart,
    told: readonly AncestorLine[],
    commandLines: boolean,
  ): Promise<void> {
    this.told = told.length;
    const known = new Map(this.#chain.map((forebear) => [forebear.pid, forebear]));
    const chain = new Map<number, ProcAncestor>();
    for (let pid = firstPid(self, told); pid > 0 && chain.size < MOST;) {
      const stat = procStat(pid);
      if (stat === undefined || chain.has(pid)) break;
      const before = known.get(pid);
      const cmd = before !== undefined && isProgram(before.stat, stat) ? before.cmd : undefined;
      chain.set(pid, { pid, stat, cmd });
      pid = stat.parent;
    }
    // By now the process itself may have gone: what was found before stands.
    if (chain.size < this.#chain.length) return;
    this.#chain = [...chain.values()];
    if (commandLines) await Promise.all(this.#chain.map(learnCommand));
  }

  #indexOf({ pid, startTimeNs }: ProcessStart): number {
    return this.#chain.findIndex((one) => one.pid === pid && startedAt(one.stat, startTimeNs));
  }
}

function ancestor(pid: number, comm: string, cmd: string | undefined): Ancestor {
  return { pid, comm, ...(cmd === undefined ? {} : { cmd }) };
}

/** The nearest ancestor that is sure: the process's parent; where it has gone, the first told that has not. */
function firstPid(self: ProcessStart, told: readonly ProcessStart[]): number {
  const parent = procStatOf(self)?.parent;
  return parent ?? told.find((one) => procStatOf(one) !== undefined)?.pid ?? 0;
}

/** Ancestors by whose they are, looked up while they live. */
export class AncestorChains {
  readonly #now: () => number;
  readonly #commandLines: boolean;
  readonly #underway: PendingLookups;
  #young = new Map<string, AncestorChain>();
  #old = this.#young;
  #since = 0;

  constructor(now: () => number, underway: PendingLookups, commandLines: boolean) {
    this.#now = now;
    this.#commandLines = commandLines;
    this.#underway = underway;
  }

  prefetch(self: ProcessStart, told: readonly AncestorLine[]): void {
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
    const lineage = known ?? new AncestorChain();
    lineage.readAt = now;
    this.#young.set(keyOf(self), lineage);
    this.#underway.add(lineage.learn(self, [...told], this.#commandLines));
  }

  get(self: ProcessStart): AncestorChain | undefined {
    const key = keyOf(self);
    return this.#young.get(key) ?? this.#old.get(key);
  }
}

function keyOf({ pid, startTimeNs }: ProcessStart): string {
  return `${pid} ${startTimeNs}`;
}

/** Fills it in, if it is still the same program when it has been read. */
async function learnCommand(forebear: ProcAncestor): Promise<void> {
  const { pid, stat } = forebear;
  const bytes = await readFile(`/proc/${pid}/cmdline`).catch(() => undefined);
  const line = bytes && bytes.length > 0 ? commandLine(bytes, bytes.length) : undefined;
  const now = procStat(pid);
  if (line === undefined || now === undefined || !isProgram(now, stat)) return;
  forebear.cmd = shellLine(line.args);
}

function isProgram(one: ProcStat, other: ProcStat): boolean {
  return one.startTicks === other.startTicks && one.argStart === other.argStart;
}
