import t from 'tap';

import { tracefsCheck } from '../../../src/bpftrace/doctor/tracefs.js';
import { readHost } from '../../../src/host/host.js';

const HOST = { ...readHost(), container: undefined, pidNamespace: undefined };
const BPFTRACE = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };

void t.test('without tracefs a probe may stand in, by the version and BTF', (t) => {
  const check = (minor: number, more = {}) =>
    tracefsCheck({
      host: { ...HOST, root: true, tracing: undefined, btf: true, kprobes: true, ...more },
      bpftrace: { ...BPFTRACE, minor },
    });
  t.match(check(11), { status: 'fail', found: /nothing stands in/ });
  t.match(check(17, { lockdown: 'none' }), { status: 'warn', found: /fentry or kprobe/ });
  t.match(check(17, { lockdown: 'integrity' }), { status: 'fail' });
  t.match(check(18), { status: 'warn', found: /raw tracepoint may stand in/ });
  t.match(check(18, { btf: false }), { status: 'fail' });
  t.match(check(25), { status: 'fail', fix: /^mount -t tracefs /, means: /nothing stands in/ });
  t.match(check(18, { container: '/.dockerenv' }), {
    fix: /^start the container with -v /,
    flags: [/^-v /],
  });
  t.match(check(18, { tracing: '/sys/kernel/debug/tracing' }), { status: 'pass' });
  t.end();
});
