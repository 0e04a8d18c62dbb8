import t from 'tap';

import { btfCheck } from '../../../src/bpftrace/doctor/btf.js';
import { readHost } from '../../../src/host/host.js';

const HOST = { ...readHost(), container: undefined, pidNamespace: undefined };
const BPFTRACE = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };

void t.test('BTF, and a bpftrace that can read it', (t) => {
  const check = (btf: boolean, minor: number) =>
    btfCheck({ host: { ...HOST, btf }, bpftrace: { ...BPFTRACE, minor } });
  t.match(check(true, 12), { status: 'pass' });
  t.match(check(true, 11), { status: 'warn', fix: /0\.12/ });
  t.match(check(false, 17), { status: 'warn', fix: /CONFIG_DEBUG_INFO_BTF/ });
  t.match(check(false, 25), { status: 'fail', means: /needs the kernel's types/ });
  t.end();
});
