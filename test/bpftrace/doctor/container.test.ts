import t from 'tap';

import { containerCheck } from '../../../src/bpftrace/doctor/container.js';
import { readHost } from '../../../src/host/host.js';

const HOST = { ...readHost(), container: undefined, pidNamespace: undefined };
const BPFTRACE = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };

void t.test('a container is named by its marks', (t) => {
  const check = (container: string | undefined) =>
    containerCheck({ host: { ...HOST, container }, bpftrace: BPFTRACE });
  t.match(check(undefined), { status: 'pass', found: 'no sign of one' });
  t.match(check('/.dockerenv'), { status: 'pass', found: 'yes (/.dockerenv)' });
  t.end();
});
