import t from 'tap';

import { lockdownCheck } from '../../../src/bpftrace/doctor/lockdown.js';
import { readHost } from '../../../src/host/host.js';

const HOST = { ...readHost(), container: undefined, pidNamespace: undefined };
const BPFTRACE = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };

void t.test('only confidentiality fails', (t) => {
  const check = (lockdown: string | undefined) =>
    lockdownCheck({ host: { ...HOST, lockdown }, bpftrace: BPFTRACE });
  t.match(check('integrity'), { status: 'pass', found: 'integrity' });
  t.match(check(undefined), { status: 'pass' });
  t.match(check('confidentiality'), { status: 'fail', fix: /lockdown=integrity/ });
  t.end();
});
