import { pathOf } from './cgroup.js';
import { hostCgroups } from './cgroup-mount.js';
import { procStatOf } from './proc-stat.js';
import { read } from './read.js';

/** A process's status in /proc. */
export interface ProcStatus {
  readonly stopped: boolean;
  /** It has ended, and nobody has waited for it yet: its signals are gone. */
  readonly ended: boolean;
  /** It is writing a core. */
  readonly dumpsCore: boolean;
  readonly traced: boolean;
  /** Whether a signal is pending for this thread or its process. */
  pending(signo: number): boolean;
  /** Why a signal that is pending is not taken; undefined where nothing hinders it. */
  whyPending(signo: number): WhyPending | undefined;
}

export type WhyPending = 'blocked' | 'frozen' | 'stopped' | 'traced' | 'uninterruptible';

/** The state's letter in /proc, and how that state hinders. */
const HINDERS: Readonly<Record<string, WhyPending>> = {
  T: 'stopped',
  t: 'traced',
  D: 'uninterruptible',
};

/** Reads the state of a thread, if its process still is the one that started then. */
export type ReadProcStatus = (
  pid: number,
  tid: number,
  startTimeNs: bigint,
) => ProcStatus | undefined;

/** Reads the status of a thread. undefined if the process is gone: its pid may be another's by now. */
export function procStatus(pid: number, tid: number, startTimeNs: bigint): ProcStatus | undefined {
  if (procStatOf({ pid, startTimeNs }) === undefined) return undefined;
  const status = read(`/proc/${pid}/task/${tid}/status`);
  if (status === undefined) return undefined;
  const waiting = mask(status, 'SigPnd') | mask(status, 'ShdPnd');
  const blocked = mask(status, 'SigBlk');
  const [, state = ''] = /^State:\s*(\S)/m.exec(status) ?? [];
  return {
    stopped: state === 'T',
    ended: /[ZX]/.test(state),
    dumpsCore: /^CoreDumping:\s*1$/m.test(status),
    traced: /^TracerPid:\s*[1-9]/m.test(status),
    pending: (signo) => has(waiting, signo),
    whyPending: (signo) => {
      if (has(blocked, signo)) return 'blocked';
      return isFrozen(pid) ? 'frozen' : HINDERS[state];
    },
  };
}

/** Whether its cgroup (v2), or one above, has been frozen. */
function isFrozen(pid: number): boolean {
  const { mount = '' } = hostCgroups();
  const path = pathOf(read(`/proc/${pid}/cgroup`) ?? '');
  return path !== undefined && /^frozen 1$/m.test(read(`${mount}${path}/cgroup.events`) ?? '');
}

function has(set: bigint, signo: number): boolean {
  return ((set >> BigInt(signo - 1)) & 1n) === 1n;
}

function mask(status: string, name: string): bigint {
  const hex = new RegExp(`^${name}:\\s*([0-9a-f]+)$`, 'm').exec(status)?.[1];
  return BigInt(`0x${hex ?? '0'}`);
}
