import type { Way } from './ways.js';

/** Those of x86-64 that send signals. Source: arch/x86/entry/syscalls/syscall_64.tbl. */
const KILL = 62;
const CALLS: ReadonlyMap<number, Way> = new Map<number, Way>([
  [129, 'sigqueue'],
  [200, 'tkill'],
  [234, 'tkill'],
  [297, 'sigqueue'],
  [424, 'pidfd'],
]);

/**
 * The way that a system call tells, by its number on x86-64 and its first argument, as a task on the
 * processor made it (see probes/call_x86_64.bt).
 */
export function wayOfCall(call: number, arg: number): Way | undefined {
  if (call !== KILL) return CALLS.get(call);
  return arg > 0 ? 'kill' : arg === -1 ? 'kill-all' : 'kill-group';
}
