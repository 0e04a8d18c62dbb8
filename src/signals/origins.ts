/** All values of `origin`: the ways in which a signal may come about. */
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
  'perf',
  'reboot',
  'syscall-dispatch',
  'kernel',
  'unknown',
] as const;

export type Origin = (typeof ORIGINS)[number];

/** An origin as a stack proves it; `cpu-timers` is a timer or a limit of CPU time. */
export type RawOrigin = Exclude<Origin, 'unknown'> | 'cpu-timers';
