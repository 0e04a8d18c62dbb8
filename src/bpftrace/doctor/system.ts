import type { DoctorCheck, Patient } from './check.js';

export const NOT_LINUX: DoctorCheck = {
  name: 'system',
  status: 'fail',
  found: process.platform,
  means: `this is ${process.platform}, not Linux`,
  why: 'signals-trace reads the Linux kernel',
  fix: 'run it on the Linux host, or in the virtual machine, whose signals you are after',
};

export function systemCheck({ host }: Patient): DoctorCheck {
  return {
    name: 'system',
    status: 'pass',
    found: `Linux ${host.kernel}`,
    why: 'its signals are read',
  };
}
