import type { Origin } from './origins.js';

/** Numbers of the signals that an origin can send, as the kernel's sources have them. The others send any. */
export const ORIGIN_SIGNALS: Partial<Record<Origin, readonly number[]>> = {
  // ALRM, VTALRM, PROF.
  'interval-timer': [14, 26, 27],
  // ILL, TRAP, BUS, FPE, SEGV, SYS; KILL where the fault can't be handled.
  fault: [4, 5, 7, 8, 9, 11, 31],
  // PIPE.
  pipe: [13],
  // HUP, INT, QUIT, CONT, TSTP, TTIN, TTOU, WINCH; KILL by the secure attention key.
  tty: [1, 2, 3, 9, 18, 20, 21, 22, 28],
  // KILL, XCPU, XFSZ.
  rlimit: [9, 24, 25],
  // SYS.
  seccomp: [31],
  // KILL.
  oom: [9],
  'pid-namespace': [9],
  reboot: [9],
  // SYS.
  'syscall-dispatch': [31],
};
