import t from 'tap';

import { permissionCheck } from '../../../src/bpftrace/doctor/permission.js';
import type { SudoAnswer } from '../../../src/bpftrace/sudo.js';
import { readHost } from '../../../src/host/host.js';

const HOST = {
  ...readHost(),
  container: undefined,
  pidNamespace: undefined,
  initialUserNamespace: true,
  obtainable: ['SYS_ADMIN'],
};
const BPFTRACE = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };

void t.test('rights of root, and of another user with capabilities', (t) => {
  const check = (more: object) =>
    permissionCheck({ host: { ...HOST, ...more }, bpftrace: BPFTRACE });
  const root = { root: true, mayLoadPrograms: true, initialUserNamespace: true, capabilities: [] };
  t.match(check(root), { status: 'pass', found: 'root' });
  t.match(check({ ...root, mayLoadPrograms: false }), {
    status: 'fail',
    found: 'root, but without CAP_BPF and CAP_PERFMON',
  });
  t.match(check({ ...root, mayLoadPrograms: false, initialUserNamespace: false }), {
    status: 'fail',
    found: /user namespace/,
  });
  t.match(check({ ...root, root: false }), {
    status: 'pass',
    found: 'CAP_BPF and CAP_PERFMON',
  });
  t.end();
});

void t.test('what sudo answers', (t) => {
  const check = (sudo: SudoAnswer, more: object = {}) =>
    permissionCheck({
      host: { ...HOST, root: false, mayLoadPrograms: false, ...more },
      bpftrace: BPFTRACE,
      sudo,
    });
  const refusal = { runs: 'never', why: 'sudo is not installed', fix: 'su -' } as const;
  t.match(check({ runs: 'now' }), { status: 'pass', found: /sudo is used for bpftrace alone/ });
  t.match(check({ runs: 'with a password' }), { status: 'warn', means: /asks for a password/ });
  t.match(check(refusal), {
    status: 'fail',
    found: 'not root, and sudo is not installed',
    means: 'it takes root, and sudo is not installed',
    fix: 'su -',
  });
  const bounded = { container: '/.dockerenv', seccomp: false, obtainable: ['PERFMON'] };
  t.match(check({ runs: 'now' }, bounded), {
    status: 'fail',
    found: 'root, but without CAP_BPF',
    fix: /--cap-add=BPF/,
  });
  const container = { container: '/.dockerenv', initialUserNamespace: true };
  t.match(check(refusal, container), { fix: /--user=0$/, flags: ['--user=0'] });
  t.match(check({ ...refusal, needsTerminal: true }, container), { fix: 'su -' });
  t.end();
});
