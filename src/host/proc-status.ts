import type { ProcStatus } from '../explain/outcomes.js';
import { procStatOf } from './proc-stat.js';
import { read } from './read.js';

/** Looks at a process in /proc: whether it has stopped, and which signals wait. */
export function procStatus(pid: number, tid: number, started: bigint): ProcStatus | undefined {
  if (procStatOf({ pid, startTimeNs: started }) === undefined) return undefined;
  const status = read(`/proc/${pid}/task/${tid}/status`);
  if (status === undefined) return undefined;
  const waiting = mask(status, 'SigPnd') | mask(status, 'ShdPnd');
  return {
    stopped: /^State:\s*T/m.test(status),
    pending: (signo) => ((waiting >> BigInt(signo - 1)) & 1n) === 1n,
  };
}

function mask(status: string, name: string): bigint {
  const hex = new RegExp(`^${name}:\\s*([0-9a-f]+)$`, 'm').exec(status)?.[1];
  return BigInt(`0x${hex ?? '0'}`);
}
