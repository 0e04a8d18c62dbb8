import { readFile } from 'node:fs/promises';

import { LRUCache } from 'lru-cache';
import pLimit from 'p-limit';

import { isDrawnByLot } from './address-layout.js';
import { pathOf } from './cgroup.js';
import { type CommandLine, commandLine } from './command-line.js';
import { ownNamespace } from './namespaces.js';
import type { PendingLookups } from './pending-lookups.js';
import { type ProcessStart, procStatOf } from './proc-stat.js';
import { readLink } from './read.js';

/** A process is not read again for this long. */
const FRESH_MS = 2000;
/** The most look-ups a second, in the long run and in a burst. They bound the cost. */
const PER_SECOND = 300;
const AT_ONCE = 300;
/** The most look-ups at the same time. */
const MOST_RUNNING = 16;
const MOST_BYTES = 32 * 1024 * 1024;
/** The facts about one program count this much beside their texts, which bounds their number too. */
const FACTS_BYTES = 2000;
/** An argument takes about this much beside its text. */
const ARGUMENT_BYTES = 32;

/** A process while it runs one program. */
export interface RunningProgram extends ProcessStart {
  /** The address of its arguments, which each exec draws at random. */
  readonly argStart: number;
}

/** Facts from /proc about a running program; filled in when they have been read. */
export interface ProcInfo extends RunningProgram {
  /** The number of times it has been read. */
  read: number;
  exe?: string;
  commandLine?: CommandLine;
  cgroup?: string;
  loginuid?: number;
}

interface CachedLookup {
  readonly facts: ProcInfo;
  readonly at: number;
  /** The program that the process ran before: its signals may still be pending. */
  readonly before: ProcInfo | undefined;
}

/**
 * Looks processes up in /proc while they live, and blocks nobody: prefetch a process when its signal
 * comes in, and take the facts found so far when the signal's turn comes. The start time proves that
 * it is the same process, and the address of its arguments that it still runs the same program, where that
 * is drawn by lot.
 */
export class ProcLookup {
  readonly #now: () => number;
  readonly #pending: PendingLookups;
  readonly #namesCgroups = ownNamespace('cgroup') === undefined;
  /** The newest look-up of each pid. */
  readonly #lookups = new LRUCache<number, CachedLookup>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ facts, before }) => bytesOf(facts) + (before ? bytesOf(before) : 0),
  });
  readonly #inTurn = pLimit(MOST_RUNNING);
  #allowed = AT_ONCE;
  #allowedAt: number;
  /** Grows with each look-up that begins. */
  version = 0;
  /** The number of look-ups that the rate limit refused. */
  skipped = 0;

  /** @param now ms */
  constructor(now: () => number, pending: PendingLookups) {
    this.#now = now;
    this.#pending = pending;
    this.#allowedAt = now();
  }

  /** Looks a process up, unless that was done just now. */
  prefetch(program: RunningProgram): ProcInfo {
    const now = this.#now();
    const last = this.#lookups.get(program.pid);
    const known = find(last, program);
    if (known !== undefined && (known !== last?.facts || now - last.at < FRESH_MS)) return known;
    const { pid, startTimeNs, argStart } = program;
    const facts: ProcInfo = { read: 0, ...known, pid, startTimeNs, argStart };
    if (!this.#may(now)) {
      this.skipped++;
      return facts;
    }
    const before = known === undefined ? last?.facts : last?.before;
    this.#lookups.set(pid, { facts, at: now, before });
    this.version++;
    this.#pending.add(this.#inTurn(() => this.#learn(facts)));
    return facts;
  }

  /** The facts about a program that was prefetched lately. */
  get(program: RunningProgram): ProcInfo | undefined {
    return find(this.#lookups.get(program.pid), program);
  }

  async #learn(facts: ProcInfo): Promise<void> {
    await learn(facts, this.#namesCgroups);
    const lookup = this.#lookups.peek(facts.pid);
    // Only an entry that is set anew is measured anew.
    if (lookup?.facts === facts) this.#lookups.set(facts.pid, { ...lookup });
  }

  #may(now: number): boolean {
    this.#allowed = Math.min(
      AT_ONCE,
      this.#allowed + ((now - this.#allowedAt) * PER_SECOND) / 1000,
    );
    this.#allowedAt = now;
    if (this.#allowed < 1) return false;
    this.#allowed--;
    return true;
  }
}

function bytesOf({ exe = '', cgroup = '', commandLine }: ProcInfo): number {
  const args = commandLine?.args ?? [];
  const chars = args.reduce((sum, arg) => sum + arg.length, exe.length + cgroup.length);
  return FACTS_BYTES + ARGUMENT_BYTES * args.length + 2 * chars;
}

function find(last: CachedLookup | undefined, program: RunningProgram): ProcInfo | undefined {
  if (isOf(last?.facts, program)) return last?.facts;
  return isOf(last?.before, program) ? last?.before : undefined;
}

function isOf(facts: ProcInfo | undefined, { startTimeNs, argStart }: RunningProgram): boolean {
  return facts?.startTimeNs === startTimeNs && facts.argStart === argStart;
}

/**
 * Fills in the facts, if the process is the same before and after; the program's facts, if the program
 * is the same too. Reads that may block, as while a process changes its memory, come last.
 */
async function learn(facts: ProcInfo, namesCgroups: boolean): Promise<void> {
  const { pid, argStart } = facts;
  const before = procStatOf(facts);
  if (before === undefined) return;
  const exe = readLink(`/proc/${pid}/exe`);
  const isProof = isDrawnByLot(pid);
  const between = procStatOf(facts);
  const ran = isProof && before.argStart === argStart && between?.argStart === argStart;
  if (ran && exe !== undefined) facts.exe = exe;
  if (between === undefined) return;
  const [bytes, cgroup, loginuid] = await Promise.all([
    readFile(`/proc/${pid}/cmdline`).catch(nothing),
    namesCgroups ? readFile(`/proc/${pid}/cgroup`, 'utf8').catch(nothing) : undefined,
    readFile(`/proc/${pid}/loginuid`, 'utf8').catch(nothing),
  ]);
  facts.read++;
  const after = procStatOf(facts);
  if (after === undefined) return;
  // A dying process has no arguments any more; the known ones stand.
  if (ran && after.argStart === argStart && bytes !== undefined && bytes.length > 0) {
    const line = commandLine(bytes, bytes.length);
    if (line !== undefined) facts.commandLine = line;
  }
  // A process that has ended is in no cgroup any more.
  const path = cgroup === undefined || after.state === 'Z' ? undefined : pathOf(cgroup);
  if (path !== undefined) facts.cgroup = path;
  if (loginuid !== undefined) facts.loginuid = Number(loginuid);
}

function nothing(): undefined {
  return undefined;
}
