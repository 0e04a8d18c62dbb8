import { fixForReading, flagForReading, PTRACE_FLAG, startedWith } from '../container.js';
import { ownCommandAsRoot } from '../own-command.js';
import type { DoctorCheck, Patient } from './check.js';

const UNTOLD = 'the programs (exe) of other processes are not told';

export function processesCheck({ host, sudo }: Patient): DoctorCheck {
  const { root, capabilities, pidNamespace, readsPrograms, label } = host;
  const base = {
    name: 'processes',
    why: 'the program of a process (exe, cmdline) is read from /proc',
  };
  if (pidNamespace !== undefined) return { ...base, status: 'pass', found: 'see pid namespace' };
  if (sudo?.runs === 'never') {
    return { ...base, status: 'pass', found: 'not tried: it takes root', untried: true };
  }
  if (!root) {
    return {
      ...base,
      status: 'warn',
      found: 'those of this user, and no others',
      means: "the programs (exe) of other users' processes are not told",
      fix: `trace as root: ${ownCommandAsRoot(undefined, root)}`,
    };
  }
  if (!capabilities.includes('SYS_PTRACE')) {
    return {
      ...base,
      status: 'warn',
      found: 'the programs of others are unreadable for want of CAP_SYS_PTRACE',
      means: UNTOLD,
      fix: startedWith(PTRACE_FLAG),
      flags: [PTRACE_FLAG],
    };
  }
  if (readsPrograms) return { ...base, status: 'pass', found: 'may be read' };
  const flag = flagForReading(host);
  const by = label === undefined ? '' : `, as ${label}`;
  return {
    ...base,
    status: 'warn',
    found: `other programs may not be read in spite of CAP_SYS_PTRACE${by}`,
    means: UNTOLD,
    fix: fixForReading(host),
    ...(flag === undefined ? {} : { flags: [flag] }),
  };
}
