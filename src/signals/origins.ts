/** How a signal may come about: the vocabulary of `origin`. */
export const ORIGINS = [
  'kill',
  'kill-group',
  'kill-all',
  'tkill',
  'sigqueue',
  'pidfd',
  'cgroup-kill',
  'child',
  'parent-death',
  'ptrace',
  'mqueue',
  'interval-timer',
  'posix-timer',
  'fault',
  'pipe',
  'tty',
  'io',
  'rlimit',
  'seccomp',
  'oom',
  'pid-namespace',
  'bpf',
  'kernel',
  'unknown',
] as const;

export type Origin = (typeof ORIGINS)[number];

/** What a stack can tell: an origin, or that CPU time ran out, of a timer or of a limit. */
export type RawOrigin = Exclude<Origin, 'unknown'> | 'cpu-timers';
