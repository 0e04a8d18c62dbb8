import { ADD_HOST_PIDS, HOST_PIDS_FLAG } from '../container.js';
import type { DoctorCheck, Patient } from './check.js';

export function pidNamespaceCheck({ host: { pidNamespace, btf } }: Patient): DoctorCheck {
  const base = { name: 'pid namespace', why: 'pids are those of the initial namespace' };
  if (pidNamespace === undefined) return { ...base, status: 'pass', found: 'the initial one' };
  return {
    ...base,
    // The kernel's types give the host's pids all the same. Without them nothing does.
    status: btf ? 'warn' : 'fail',
    found: 'one of its own',
    means: btf
      ? 'the programs (exe) of processes are not told'
      : "without the kernel's types (BTF), nothing tells the pids of the host",
    fix: ADD_HOST_PIDS,
    flags: [HOST_PIDS_FLAG],
  };
}
