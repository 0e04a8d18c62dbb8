import t from 'tap';

import { pidNamespaceCheck } from '../../../src/bpftrace/doctor/pid-namespace.js';
import { readHost } from '../../../src/host/host.js';

const HOST = { ...readHost(), container: undefined, pidNamespace: undefined };
const BPFTRACE = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };

void t.test('a pid namespace of its own fails without BTF', (t) => {
  const check = (pidNamespace: number | undefined, btf: boolean) =>
    pidNamespaceCheck({ host: { ...HOST, pidNamespace, btf }, bpftrace: BPFTRACE });
  t.match(check(undefined, false), { status: 'pass' });
  t.match(check(4026532000, true), { status: 'warn', flags: ['--pid=host'] });
  t.match(check(4026532000, false), { status: 'fail', fix: /--pid=host$/ });
  t.end();
});
