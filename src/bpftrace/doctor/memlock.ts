import {
  countsLocked,
  isContainer,
  locksTooLittle,
  MEMLOCK_FLAG,
  startedWith,
} from '../container.js';
import type { DoctorCheck, Patient } from './check.js';

/** The limit is inherited: without the capability `ulimit` cannot raise it either. */
const LIFT_SHELLS_MEMLOCK =
  'in this shell (a systemd unit takes LimitMEMLOCK=infinity): sudo prlimit --memlock=unlimited --pid $$';

export function memlockCheck({ host }: Pick<Patient, 'host'>): DoctorCheck {
  const { memlock, capabilities } = host;
  const base = { name: 'memlock', why: 'before Linux 5.11 maps count against RLIMIT_MEMLOCK' };
  if (!countsLocked(host)) {
    return { ...base, status: 'pass', found: 'no limit counts since Linux 5.11' };
  }
  if (memlock === undefined) return { ...base, status: 'pass', found: 'unreadable' };
  if (!locksTooLittle(host)) {
    const isLifted = memlock !== 'unlimited' && capabilities.includes('SYS_RESOURCE');
    return { ...base, status: 'pass', found: isLifted ? `${memlock}, which is lifted` : memlock };
  }
  return {
    ...base,
    status: 'warn',
    found: `${memlock} bytes, which cannot be lifted for want of CAP_SYS_RESOURCE`,
    means: 'bpftrace may lack memory for its maps',
    ...(isContainer(host)
      ? { fix: startedWith(MEMLOCK_FLAG), flags: [MEMLOCK_FLAG] }
      : { fix: LIFT_SHELLS_MEMLOCK }),
  };
}
