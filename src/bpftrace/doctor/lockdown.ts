import type { DoctorCheck, Patient } from './check.js';

export function lockdownCheck({ host: { lockdown } }: Patient): DoctorCheck {
  const base = { name: 'lockdown', why: 'confidentiality forbids programs to read kernel memory' };
  if (lockdown !== 'confidentiality') {
    return { ...base, status: 'pass', found: lockdown ?? 'none, or unreadable' };
  }
  return {
    ...base,
    status: 'fail',
    found: lockdown,
    means: "the kernel's lockdown forbids it",
    fix: 'boot with lockdown=integrity',
  };
}
