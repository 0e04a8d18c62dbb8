import { read } from './read.js';

/** Of /proc/PID/stat. */
export interface ProcStat {
  readonly comm: string;
  /** One letter: R, S, D, T, t, Z, X. */
  readonly state: string;
  readonly parent: number;
  /** When it started: hundredths of a second since boot. */
  readonly startTicks: bigint;
  /** Where the arguments of its program begin (arg_start); 0 for who may not look into its memory. */
  readonly argStart: number;
}

/**
 * undefined where there is no such process. At once, for this file keeps nobody waiting, and takes a
 * tenth of the time of a read that others wait for in turn.
 */
export function procStat(pid: number): ProcStat | undefined {
  const stat = read(`/proc/${pid}/stat`);
  return stat === undefined ? undefined : parsed(stat);
}

/** Which process it is. */
export interface ProcessStart {
  readonly pid: number;
  /** ns since boot. */
  readonly startTimeNs: bigint;
}

/** Of this very process; undefined where its pid is another's by now. */
export function procStatOf({ pid, startTimeNs }: ProcessStart): ProcStat | undefined {
  const stat = procStat(pid);
  return stat !== undefined && startedAt(stat, startTimeNs) ? stat : undefined;
}

/** /proc counts in hundredths of a second. */
export function startedAt({ startTicks }: ProcStat, started: bigint): boolean {
  return started / 10_000_000n === startTicks;
}

/** The name may hold anything, blanks and brackets too; the last bracket ends it. */
function parsed(stat: string): ProcStat | undefined {
  const end = stat.lastIndexOf(')');
  const [state = '', parent, ...rest] = stat.slice(end + 2).split(' ');
  const startTicks = rest[17];
  const image = Number(rest[43] ?? 0);
  if (end === -1 || startTicks === undefined) return undefined;
  const comm = stat.slice(stat.indexOf('(') + 1, end);
  return { comm, state, parent: Number(parent), startTicks: BigInt(startTicks), argStart: image };
}
