import {
  confinementBySudo,
  fixForRights,
  flagsForRights,
  isContainer,
  missingToLoad,
} from '../container.js';
import type { DoctorCheck, Patient } from './check.js';

export function permissionCheck({ host, sudo }: Patient): DoctorCheck {
  const base = { name: 'permission', why: 'loading a program into the kernel takes root' };
  const isSudo = sudo !== undefined && sudo.runs !== 'never';
  const loader = isSudo ? confinementBySudo(host) : host;
  const { root, mayLoadPrograms, initialUserNamespace } = loader;
  if (host.root && mayLoadPrograms) return { ...base, status: 'pass', found: 'root' };
  if (root && !mayLoadPrograms) {
    const missing = missingToLoad(loader).map((name) => `CAP_${name}`);
    return {
      ...base,
      status: 'fail',
      found: initialUserNamespace
        ? `root, but without ${missing.join(' and ')}`
        : 'root of a user namespace alone, as in a rootless container',
      means: initialUserNamespace
        ? `root is without ${missing.join(' and ')} here`
        : 'only root of the host may, and this is root of a user namespace alone',
      fix: fixForRights(loader),
      flags: flagsForRights(loader),
    };
  }
  if (sudo === undefined) {
    return { ...base, status: 'pass', found: 'CAP_BPF and CAP_PERFMON' };
  }
  switch (sudo.runs) {
    case 'now':
      return { ...base, status: 'pass', found: 'not root; sudo is used for bpftrace alone' };
    case 'with a password':
      return {
        ...base,
        status: 'warn',
        found: 'not root; sudo asks for a password',
        means: 'sudo asks for a password when it starts',
      };
    case 'never':
      return {
        ...base,
        status: 'fail',
        found: `not root, and ${sudo.why}`,
        means: `it takes root, and ${sudo.why}`,
        ...(isContainer(host) && sudo.needsTerminal !== true
          ? { fix: fixForRights(host), flags: flagsForRights(host) }
          : { fix: sudo.fix }),
      };
  }
}
