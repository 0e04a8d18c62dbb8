import { existsSync } from 'node:fs';

import { read } from './read.js';

/** /proc counts in hundredths of a second. */
const NS_PER_TICK = 10_000_000n;

/** Fields of /proc/PID/stat. */
export interface ProcStat {
  readonly comm: string;
  /** One letter: R, S, D, T, t, Z, X. */
  readonly state: string;
  readonly parent: number;
  /** The start time in hundredths of a second since boot. */
  readonly startTicks: bigint;
  /** The address of the program's arguments (arg_start); 0 without permission to read its memory. */
  readonly argStart: number;
}

/**
 * Reads /proc/PID/stat. undefined if there is no such process. The read is synchronous: this file
 * never blocks, and an asynchronous read takes ten times as long.
 */
export function procStat(pid: number): ProcStat | undefined {
  // Most processes that are asked for have gone, and Node takes long to make an error.
  if (!existsSync(`/proc/${pid}`)) return undefined;
  const stat = read(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : parsed(stat);
}

/** The identity of a process: pids are used again, start times are not. */
export interface ProcessStart {
  readonly pid: number;
  /** The start time in ns since boot. */
  readonly startTimeNs: bigint;
}

/** The stat of this very process; undefined if its pid is another's by now. */
export function procStatOf({ pid, startTimeNs }: ProcessStart): ProcStat | undefined {
  const stat = procStat(pid);
  return stat !== undefined && startedAt(stat, startTimeNs) ? stat : undefined;
}

/** Whether it is the process that started then. */
export function startedAt({ startTicks }: ProcStat, startTimeNs: bigint): boolean {
  return startTimeNs / NS_PER_TICK === startTicks;
}

/** The stat of the process that has a pid, if it had it at a time of the kernel's clock already. */
export function procStatSince(pid: number, ktime: bigint): ProcStat | undefined {
  const stat = procStat(pid);
  return stat !== undefined && startedBefore(stat, ktime) ? stat : undefined;
}

/**
 * Whether it had started at a time of the kernel's clock. /proc counts the time of sleep too, so that a process
 * never seems to have started earlier than it has.
 */
export function startedBefore({ startTicks }: ProcStat, ktime: bigint): boolean {
  return startTicks * NS_PER_TICK <= ktime;
}

/** The name may hold anything, blanks and brackets too; the last bracket ends it. */
function parsed(stat: string): ProcStat | undefined {
  const end = stat.lastIndexOf(')');
  const [state = '', parent, ...rest] = stat.slice(end + 2).split(' ');
  const startTicks = rest[17];
  const argStart = Number(rest[43] ?? 0);
  if (end === -1 || startTicks === undefined) return undefined;
  const comm = stat.slice(stat.indexOf('(') + 1, end);
  return { comm, state, parent: Number(parent), startTicks: BigInt(startTicks), argStart };
}
