import { read } from './read.js';

/** ADDR_NO_RANDOMIZE in include/uapi/linux/personality.h. */
const NO_RANDOMIZE = 0x0040000;
const SYSCTL = '/proc/sys/kernel/randomize_va_space';

/**
 * Whether the address of a process's arguments was drawn by lot when its program began. Only then is the same
 * address later the same program: a process that turns this off can run another one at the same address.
 * Ask while the program runs. Who began with it off and runs others' code, as interpreters do, can still be
 * made to turn it on in time.
 */
export function isDrawnByLot(pid: number): boolean {
  const personality = read(`/proc/${pid}/personality`);
  if (personality === undefined || Number(read(SYSCTL) ?? 0) === 0) return false;
  return (Number.parseInt(personality, 16) & NO_RANDOMIZE) === 0;
}
