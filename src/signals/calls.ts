import type { RawOrigin } from './origins.js';

// System calls of x86-64 that send signals. Source: arch/x86/entry/syscalls/syscall_64.tbl.
const KILL = 62;
const CALLS: ReadonlyMap<number, RawOrigin> = new Map<number, RawOrigin>([
  [129, 'sigqueue'],
  [200, 'tkill'],
  [234, 'tkill'],
  [297, 'sigqueue'],
  [424, 'pidfd'],
]);

/** What the argument of a signal's line is where no call is proven: it stands in the place of the call. */
export const ARG_IS = {
  exitState: -1,
  /** RLIMIT_CPU, s. */
  cpuTime: -2,
  /** RLIMIT_RTTIME, µs. */
  realTime: -3,
  /** RLIMIT_FSIZE, bytes. */
  fileSize: -4,
  /** The number of the system call that brought a SIGSYS, on x86-64. */
  call: -5,
} as const;

/**
 * Returns the origin that a system call proves, from its number on x86-64 and its first argument (see
 * probes/call_x86_64.bt); undefined for a call that sends no signal.
 */
export function originOfCall(call: number, arg: number): RawOrigin | undefined {
  return call === KILL ? originOfKill(arg) : CALLS.get(call);
}

/** A system call that sends a signal, with the names that its tracepoint uses. */
export interface SendingCall {
  readonly name:
    'kill' | 'tkill' | 'tgkill' | 'rt_sigqueueinfo' | 'rt_tgsigqueueinfo' | 'pidfd_send_signal';
  /** The tracepoint's field of the first argument. */
  readonly first: string;
  /** The field of the thread, where the call names one beside the process. */
  readonly thread?: string;
  readonly origin: (first: number) => Exclude<RawOrigin, 'cpu-timers'>;
}

/** Calls in a fixed order: probes send the index of a call in this list. */
export const SENDING_CALLS: readonly SendingCall[] = [
  { name: 'kill', first: 'pid', origin: originOfKill },
  { name: 'tkill', first: 'pid', origin: () => 'tkill' },
  { name: 'tgkill', first: 'tgid', thread: 'pid', origin: () => 'tkill' },
  { name: 'rt_sigqueueinfo', first: 'pid', origin: () => 'sigqueue' },
  { name: 'rt_tgsigqueueinfo', first: 'tgid', thread: 'pid', origin: () => 'sigqueue' },
  { name: 'pidfd_send_signal', first: 'pidfd', origin: () => 'pidfd' },
];

function originOfKill(pid: number): 'kill' | 'kill-all' | 'kill-group' {
  return pid > 0 ? 'kill' : pid === -1 ? 'kill-all' : 'kill-group';
}
