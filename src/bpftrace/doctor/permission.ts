import { fixForRights, isContainer, missingToLoad } from '../container.js';
import { askSudo } from '../sudo.js';
import { type DoctorCheck, hasBpftrace, type Patient } from './check.js';

export async function permissionCheck({ host, bpftrace }: Patient): Promise<DoctorCheck> {
  const base = { name: 'permission', why: 'loading a program into the kernel takes root' };
  const { root, mayLoadPrograms, initialUserNamespace } = host;
  if (root && mayLoadPrograms) return { ...base, status: 'pass', found: 'root' };
  if (root) {
    const missing = missingToLoad(host).map((name) => `CAP_${name}`);
    return {
      ...base,
      status: 'fail',
      found: initialUserNamespace
        ? `root, but without ${missing.join(' and ')}`
        : 'root of a user namespace alone, as in a rootless container',
      fix: fixForRights(host),
    };
  }
  if (mayLoadPrograms && hasBpftrace(bpftrace, 25)) {
    return { ...base, status: 'pass', found: 'CAP_BPF and CAP_PERFMON' };
  }
  const answer = await askSudo();
  switch (answer.runs) {
    case 'now':
      return { ...base, status: 'pass', found: 'not root; sudo is used for bpftrace alone' };
    case 'with a password':
      return { ...base, status: 'warn', found: 'not root; sudo may ask for a password' };
    case 'never':
      return {
        ...base,
        status: 'fail',
        found: `not root, and sudo does not help: ${answer.why}`,
        fix: isContainer(host)
          ? fixForRights(host)
          : 'run it as root, or in a terminal as a user whom sudo lets do everything',
      };
  }
}
