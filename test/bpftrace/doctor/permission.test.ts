import t from 'tap';

import { permissionCheck } from '../../../src/bpftrace/doctor/permission.js';
import { readHost } from '../../../src/host/host.js';

const HOST = { ...readHost(), container: undefined, pidNamespace: undefined };
const BPFTRACE = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };

void t.test('rights of root, and of another user with capabilities', async (t) => {
  const check = (more: object, minor = 25) =>
    permissionCheck({ host: { ...HOST, ...more }, bpftrace: { ...BPFTRACE, minor } });
  const root = { root: true, mayLoadPrograms: true, initialUserNamespace: true, capabilities: [] };
  t.match(await check(root), { status: 'pass', found: 'root' });
  t.match(await check({ ...root, mayLoadPrograms: false }), {
    status: 'fail',
    found: 'root, but without CAP_BPF and CAP_PERFMON',
  });
  t.match(await check({ ...root, mayLoadPrograms: false, initialUserNamespace: false }), {
    status: 'fail',
    found: /user namespace/,
  });
  t.match(await check({ ...root, root: false }), {
    status: 'pass',
    found: 'CAP_BPF and CAP_PERFMON',
  });
});
