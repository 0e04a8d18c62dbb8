import { fixForReading } from '../container.js';
import type { DoctorCheck, Patient } from './check.js';

export function processesCheck({ host }: Patient): DoctorCheck {
  const { root, capabilities, pidNamespace, readsPrograms, label } = host;
  const base = {
    name: 'processes',
    why: 'the program of a process (exe, cmdline) is read from /proc',
  };
  if (pidNamespace !== undefined) return { ...base, status: 'pass', found: 'see pid namespace' };
  if (!root) return { ...base, status: 'pass', found: 'those of the same user' };
  if (!capabilities.includes('SYS_PTRACE')) {
    return {
      ...base,
      status: 'warn',
      found: 'the programs of other processes are unreadable for want of CAP_SYS_PTRACE',
      fix: 'start the container with --cap-add=SYS_PTRACE',
    };
  }
  if (readsPrograms) return { ...base, status: 'pass', found: 'may be read' };
  const by = label === undefined ? '' : `, as ${label}`;
  return {
    ...base,
    status: 'warn',
    found: `other programs may not be read in spite of CAP_SYS_PTRACE${by}`,
    fix: fixForReading(host),
  };
}
