import t from 'tap';

import { kprobesCheck } from '../../../src/bpftrace/doctor/kprobes.js';
import { readHost } from '../../../src/host/host.js';

const HOST = { ...readHost(), container: undefined, pidNamespace: undefined };
const BPFTRACE = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };

void t.test('kprobes are optional', (t) => {
  const check = (kprobes: boolean) =>
    kprobesCheck({ host: { ...HOST, kprobes, tracing: undefined }, bpftrace: BPFTRACE });
  t.match(check(true), { status: 'pass', found: 'available' });
  t.match(check(false), { status: 'pass', found: /^none, / });
  t.end();
});
