import t from 'tap';

import { memlockCheck } from '../../../src/bpftrace/doctor/memlock.js';
import { type Host, readHost } from '../../../src/host/host.js';

const OLD: Host = {
  ...readHost(),
  root: true,
  mayLoadPrograms: true,
  kernel: '5.10.0-32-amd64',
  container: undefined,
  pidNamespace: undefined,
  capabilities: ['SYS_ADMIN'],
  memlock: '8388608',
};
const MAY_LIFT = ['SYS_ADMIN', 'SYS_RESOURCE'];
const MEMLOCKS: [what: string, host: Partial<Host>, says: object][] = [
  [
    'root that may not lift it',
    {},
    { status: 'warn', found: /^8388608 bytes.* CAP_SYS_RESOURCE$/, fix: /: sudo prlimit / },
  ],
  [
    'a container with the least rights',
    { container: '/.dockerenv' },
    { status: 'warn', fix: 'start the container with --ulimit memlock=-1' },
  ],
  ['root that may lift it', { capabilities: MAY_LIFT }, { status: 'pass', found: /lifted$/ }],
  ['no limit', { memlock: 'unlimited' }, { status: 'pass', found: 'unlimited' }],
  ['a limit that is large enough', { memlock: '1073741824' }, { status: 'pass' }],
  ['Linux 5.11', { kernel: '5.11.0' }, { status: 'pass', found: /since Linux 5\.11/ }],
  ['Linux 4.19', { kernel: '4.19.0-27-amd64' }, { status: 'warn' }],
];

for (const [what, host, says] of MEMLOCKS) {
  void t.test(`locked memory: ${what}`, (t) => {
    t.match(memlockCheck({ host: { ...OLD, ...host } }), says);
    t.end();
  });
}
