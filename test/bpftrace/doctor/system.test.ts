import t from 'tap';

import { NOT_LINUX, systemCheck } from '../../../src/bpftrace/doctor/system.js';
import { readHost } from '../../../src/host/host.js';

const HOST = { ...readHost(), container: undefined, pidNamespace: undefined };
const BPFTRACE = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };

void t.test('Linux is named with its release; elsewhere nothing can be traced', (t) => {
  t.match(systemCheck({ host: { ...HOST, kernel: '6.12.0' }, bpftrace: BPFTRACE }), {
    status: 'pass',
    found: 'Linux 6.12.0',
  });
  t.match(NOT_LINUX, { name: 'system', status: 'fail', fix: /Linux host/ });
  t.end();
});
