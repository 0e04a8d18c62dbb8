import { commandLine } from '../host/command-line.js';
import { procStatSince } from '../host/proc-stat.js';
import { readBytes } from '../host/read.js';
import { nameOf } from '../names/name.js';
import type { Process } from '../records/records.js';
import { SENDING_CALLS } from '../signals/calls.js';
import type { Attempt } from '../wire/events.js';

/** Calls whose first argument is a process; of kill, where it is no group. */
const BY_PROCESS: readonly unknown[] = ['kill', 'tgkill', 'rt_sigqueueinfo', 'rt_tgsigqueueinfo'];

/**
 * Returns the process that a failed call was for: the one that has the pid now and had it then. Who had it
 * and has gone is not known.
 *
 * @param commandLines whether command lines may be read, which name a process
 */
export function askedProcess(
  { call, arg: pid, thread, ktime }: Pick<Attempt, 'call' | 'arg' | 'thread' | 'ktime'>,
  commandLines: boolean,
): Process | undefined {
  if (pid <= 0 || !BY_PROCESS.includes(SENDING_CALLS[call]?.name)) return undefined;
  const stat = procStatSince(pid, ktime);
  if (stat === undefined) return undefined;
  const { comm } = stat;
  const bytes = commandLines ? readBytes(`/proc/${pid}/cmdline`) : undefined;
  const name = nameOf({ comm, cmdline: bytes && commandLine(bytes, bytes.length)?.args });
  return { pid, tid: thread > 0 ? thread : pid, comm, ...(name === undefined ? {} : { name }) };
}
