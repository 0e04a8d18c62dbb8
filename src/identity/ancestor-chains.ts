import { readFile } from 'node:fs/promises';

import { LRUCache } from 'lru-cache';

import { isDrawnByLot } from '../host/address-layout.js';
import { commandLine } from '../host/command-line.js';
import type { PendingLookups } from '../host/pending-lookups.js';
import {
  type ProcessStart,
  type ProcStat,
  procStat,
  procStatOf,
  startedAt,
} from '../host/proc-stat.js';
import { nameOf } from '../names/name.js';
import type { Ancestor } from '../records/records.js';
import { shellLine } from '../shell-line.js';
import type { AncestorLine } from '../wire/events.js';

/** A chain of usual length with its command lines. */
const CHAIN_BYTES = 4096;
const MOST_BYTES = 16 * 1024 * 1024;
/** How long a look-up is fresh: an ancestor may run another program by then. */
const FRESH_MS = 1000;
/** The longest chain. One that changes while it is read might have no end. */
const MOST = 64;

/** An ancestor as /proc shows it. */
interface ProcAncestor {
  readonly pid: number;
  readonly stat: ProcStat;
  /** Filled in when it has been read. */
  line: AncestorCommand | undefined;
}

type AncestorCommand = Required<Pick<Ancestor, 'name' | 'cmd'>>;

/** The ancestors of one process, from its parent to pid 1. */
export class AncestorChain {
  /** How many ancestors the probe had told of when they were looked up. */
  told = -1;
  /** ms. */
  readAt = 0;
  /** Each the parent of the one before it. */
  #chain: readonly ProcAncestor[] = [];

  /** The ancestors that are known: first those that the probe told of, then the rest from /proc. */
  read(told: readonly AncestorLine[]): Ancestor[] {
    const near = told.map((one) => {
      const found = this.#chain[this.#indexOf(one)];
      // The ancestor may run another program now than it did then.
      return ancestor(one.pid, one.comm, found?.stat.comm === one.comm ? found.line : undefined);
    });
    const last = told.at(-1);
    const at = last === undefined ? -1 : this.#indexOf(last);
    // The process has another parent by now, or the last ancestor told of has gone.
    const further = last !== undefined && at === -1 ? [] : this.#chain.slice(at + 1);
    return [...near, ...further.map(({ pid, stat, line }) => ancestor(pid, stat.comm, line))];
  }

  /**
   * Reads who the ancestors are at once, and their command lines as /proc answers.
   *
   * @param commandLines whether command lines may be told
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
      const line = before !== undefined && isProgram(before.stat, stat) ? before.line : undefined;
      chain.set(pid, { pid, stat, line });
      pid = stat.parent;
    }
    // The process itself may have gone by now: what was found before stands.
    if (chain.size < this.#chain.length) return;
    this.#chain = [...chain.values()];
    if (commandLines) await Promise.all(this.#chain.map(learnCommand));
  }

  #indexOf({ pid, startTimeNs }: ProcessStart): number {
    return this.#chain.findIndex((one) => one.pid === pid && startedAt(one.stat, startTimeNs));
  }
}

function ancestor(pid: number, comm: string, line: AncestorCommand | undefined): Ancestor {
  return { pid, comm, ...line };
}

/** The nearest sure ancestor: the process's parent or, if the process has gone, the first told that lives. */
function firstPid(self: ProcessStart, told: readonly ProcessStart[]): number {
  const parent = procStatOf(self)?.parent;
  return parent ?? told.find((one) => procStatOf(one) !== undefined)?.pid ?? 0;
}

/** The ancestor chains of processes, looked up while these live. */
export class AncestorChains {
  readonly #now: () => number;
  readonly #commandLines: boolean;
  readonly #lookups: PendingLookups;
  readonly #chains = new LRUCache<string, AncestorChain>({
    maxSize: MOST_BYTES,
    sizeCalculation: () => CHAIN_BYTES,
  });

  /** Grows with each look-up that begins. */
  version = 0;

  /**
   * @param now ms
   * @param commandLines whether command lines may be told
   */
  constructor(now: () => number, lookups: PendingLookups, commandLines: boolean) {
    this.#now = now;
    this.#commandLines = commandLines;
    this.#lookups = lookups;
  }

  /** Looks a process's ancestors up, unless that was done just now. `told` are those that the probe told of. */
  prefetch(self: ProcessStart, told: readonly AncestorLine[]): void {
    const now = this.#now();
    const known = this.get(self);
    // The probe tells ancestors one by one: more may have come since.
    const fresh = known !== undefined && now - known.readAt < FRESH_MS;
    if (fresh && known.told >= told.length) return;
    const chain = known ?? new AncestorChain();
    chain.readAt = now;
    this.#chains.set(keyOf(self), chain);
    this.version++;
    this.#lookups.add(chain.learn(self, [...told], this.#commandLines));
  }

  get(self: ProcessStart): AncestorChain | undefined {
    return this.#chains.peek(keyOf(self));
  }
}

function keyOf({ pid, startTimeNs }: ProcessStart): string {
  return `${pid} ${startTimeNs}`;
}

/** Fills in the command line if the process still runs the same program once it was read. */
async function learnCommand(forebear: ProcAncestor): Promise<void> {
  const { pid, stat } = forebear;
  const bytes = await readFile(`/proc/${pid}/cmdline`).catch(() => undefined);
  const line = bytes && bytes.length > 0 ? commandLine(bytes, bytes.length) : undefined;
  const isProof = isDrawnByLot(pid);
  const now = procStat(pid);
  if (!isProof || line === undefined || now === undefined || !isProgram(now, stat)) return;
  const name = nameOf({ comm: stat.comm, cmdline: line.args }) ?? stat.comm;
  forebear.line = { name, cmd: shellLine(line.args) };
}

function isProgram(one: ProcStat, other: ProcStat): boolean {
  return one.startTicks === other.startTicks && one.argStart === other.argStart;
}
