import { ADD_HOST_PIDS } from '../container.js';
import type { DoctorCheck, Patient } from './check.js';

export function pidNamespaceCheck({ host: { pidNamespace, btf } }: Patient): DoctorCheck {
  const base = { name: 'pid namespace', why: 'pids are those of the initial namespace' };
  if (pidNamespace === undefined) return { ...base, status: 'pass', found: 'the initial one' };
  return {
    ...base,
    // The kernel's types give the host's pids all the same. Without them nothing does.
    status: btf ? 'warn' : 'fail',
    found: btf
      ? 'one of its own: programs (exe) of other processes are not told'
      : 'one of its own',
    fix: ADD_HOST_PIDS,
  };
}
