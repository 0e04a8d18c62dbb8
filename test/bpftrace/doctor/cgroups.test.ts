import t from 'tap';

import { cgroupsCheck } from '../../../src/bpftrace/doctor/cgroups.js';
import { readHost } from '../../../src/host/host.js';

const HOST = { ...readHost(), container: undefined, pidNamespace: undefined };
const BPFTRACE = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };

void t.test('paths as the host names them, or by the mount of the whole hierarchy', (t) => {
  const check = (named: boolean, mount: string | undefined) =>
    cgroupsCheck({
      host: { ...HOST, cgroups: { named, mount, only: true, told: named || mount !== undefined } },
      bpftrace: BPFTRACE,
    });
  t.match(check(true, undefined), { status: 'pass' });
  t.match(check(false, '/host/cgroup'), { status: 'pass', found: / at \/host\/cgroup$/ });
  t.match(check(false, undefined), {
    status: 'warn',
    means: /containers and pods are not told/,
    flags: ['--cgroupns=host'],
  });
  t.end();
});
