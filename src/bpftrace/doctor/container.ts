import type { DoctorCheck, Patient } from './check.js';

export function containerCheck({ host: { container } }: Patient): DoctorCheck {
  return {
    name: 'container',
    status: 'pass',
    found: container === undefined ? 'no sign of one' : `yes (${container})`,
    why: 'in a container the host has to lend rights, tracefs and its pids',
  };
}
