import { countsLocked, isContainer, LIFT_MEMLOCK, locksTooLittle } from '../container.js';
import type { DoctorCheck, Patient } from './check.js';

/** The limit is inherited: without the capability `ulimit` cannot raise it either. */
const LIFT_SHELLS_MEMLOCK =
  'sudo prlimit --memlock=unlimited --pid $$ (for a systemd unit: LimitMEMLOCK=infinity)';

export function memlockCheck({ host }: Pick<Patient, 'host'>): DoctorCheck {
  const { kernel, memlock, capabilities } = host;
  const base = { name: 'memlock', why: 'before Linux 5.11 maps count against RLIMIT_MEMLOCK' };
  if (!countsLocked(host)) {
    return { ...base, status: 'pass', found: `does not matter on Linux ${kernel}` };
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
    fix: isContainer(host) ? LIFT_MEMLOCK : LIFT_SHELLS_MEMLOCK,
  };
}
