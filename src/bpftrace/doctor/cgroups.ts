import { ADD_HOST_CGROUPS, HOST_CGROUPS_FLAG } from '../container.js';
import type { DoctorCheck, Patient } from './check.js';

export function cgroupsCheck({ host }: Patient): DoctorCheck {
  const { named, mount } = host.cgroups;
  const base = { name: 'cgroups', why: 'units, containers and pods are known by their paths' };
  if (named) return { ...base, status: 'pass', found: 'as the host names them' };
  return mount === undefined
    ? {
        ...base,
        status: 'warn',
        found: 'a namespace of its own',
        means: 'units, containers and pods are not told',
        fix: ADD_HOST_CGROUPS,
        flags: [HOST_CGROUPS_FLAG],
      }
    : { ...base, status: 'pass', found: `those of the host, at ${mount}` };
}
