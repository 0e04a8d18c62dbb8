import { readFile } from 'node:fs/promises';

import pLimit from 'p-limit';

import { pathOf } from './cgroup.js';
import { type CommandLine, commandLine } from './command-line.js';
import { ownNamespace } from './namespaces.js';
import type { PendingLookups } from './pending-lookups.js';
import { type ProcessStart, procStatOf } from './proc-stat.js';
import { readLink } from './read.js';

/** What was read is taken to stand for so long. */
const FRESH_MS = 2000;
/** Processes looked up a second, at most, in the long run and at once: this bounds what it costs. */
const PER_SECOND = 300;
const AT_ONCE = 300;
/** Look-ups under way at the same time. */
const MOST_RUNNING = 16;
const REMEMBERED = 4096;

/** A process as long as it runs one program. */
export interface RunningProgram extends ProcessStart {
  /** Where its arguments begin, as its exec has drawn by lot. */
  readonly argStart: number;
}

/** What /proc says of one; filled in when it has been read. */
export interface ProcInfo extends RunningProgram {
  /** How often it has been read. */
  read: number;
  exe?: string;
  commandLine?: CommandLine;
  cgroup?: string;
  loginuid?: number;
}

interface CachedLookup {
  readonly facts: ProcInfo;
  readonly at: number;
  /** As the program that it ran before, whose signals may still have their turn. */
  readonly before: ProcInfo | undefined;
}

/**
 * Looks processes up in /proc while they live, without keeping anybody waiting: ask for a process when
 * a signal of it comes in, and use what there is when the signal's turn has come. Nothing is taken
 * from a process that is not proven to be the same one by its start, and nothing of its program where it
 * is not proven to run that still, by where its arguments begin.
 */
export class ProcLookup {
  readonly #now: () => number;
  readonly #underway: PendingLookups;
  readonly #namesCgroups = ownNamespace('cgroup') === undefined;
  /** By pid, the newest. */
  #young = new Map<number, CachedLookup>();
  #old = this.#young;
  readonly #inTurn = pLimit(MOST_RUNNING);
  #allowed = AT_ONCE;
  #allowedAt: number;
  /** How often there was no time left for a process. */
  skipped = 0;

  /** @param now ms */
  constructor(now: () => number, underway: PendingLookups) {
    this.#now = now;
    this.#underway = underway;
    this.#allowedAt = now();
  }

  /** Has a process looked up unless that was done just now, or it runs another program by now. */
  prefetch(program: RunningProgram): ProcInfo {
    const now = this.#now();
    const last = this.#last(program.pid);
    const known = find(last, program);
    if (known !== undefined && (known !== last?.facts || now - last.at < FRESH_MS)) return known;
    const { pid, startTimeNs, argStart } = program;
    const facts: ProcInfo = { read: 0, ...known, pid, startTimeNs, argStart };
    if (!this.#may(now)) {
      this.skipped++;
      return facts;
    }
    if (this.#young.size >= REMEMBERED) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    const before = known === undefined ? last?.facts : last?.before;
    this.#young.set(pid, { facts, at: now, before });
    this.#underway.add(this.#inTurn(() => learn(facts, this.#namesCgroups)));
    return facts;
  }

  /** What has been asked for lately. */
  get(program: RunningProgram): ProcInfo | undefined {
    return find(this.#last(program.pid), program);
  }

  #last(pid: number): CachedLookup | undefined {
    return this.#young.get(pid) ?? this.#old.get(pid);
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

function find(last: CachedLookup | undefined, program: RunningProgram): ProcInfo | undefined {
  if (isOf(last?.facts, program)) return last?.facts;
  return isOf(last?.before, program) ? last?.before : undefined;
}

function isOf(facts: ProcInfo | undefined, { startTimeNs, argStart }: RunningProgram): boolean {
  return facts?.startTimeNs === startTimeNs && facts.argStart === argStart;
}

/**
 * Fills in what can be read, if it is the same process before and after; of its program, if that is
 * too. What may keep us waiting, as a process that changes its memory does, is read last.
 */
async function learn(facts: ProcInfo, namesCgroups: boolean): Promise<void> {
  const { pid, argStart } = facts;
  const before = procStatOf(facts);
  const exe = readLink(`/proc/${pid}/exe`);
  const between = procStatOf(facts);
  const ran = before?.argStart === argStart && between?.argStart === argStart;
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
  // A dying process has none any more; what was known of it stands.
  if (ran && after.argStart === argStart && bytes !== undefined && bytes.length > 0) {
    const line = commandLine(bytes, bytes.length);
    if (line !== undefined) facts.commandLine = line;
  }
  // One that has ended is in no cgroup any more.
  const path = cgroup === undefined || after.state === 'Z' ? undefined : pathOf(cgroup);
  if (path !== undefined) facts.cgroup = path;
  if (loginuid !== undefined) facts.loginuid = Number(loginuid);
}

function nothing(): undefined {
  return undefined;
}
