import { existsSync } from 'node:fs';

import { read } from './read.js';

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

/** /proc counts in hundredths of a second. */
export function startedAt({ startTicks }: ProcStat, startTimeNs: bigint): boolean {
  return startTimeNs / 10_000_000n === startTicks;
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
