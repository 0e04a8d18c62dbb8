import t from 'tap';

import { bpftraceCheck } from '../../../src/bpftrace/doctor/bpftrace.js';
import { SignalsTraceError } from '../../../src/errors.js';
import { readHost } from '../../../src/host/host.js';

const HOST = { ...readHost(), container: undefined, pidNamespace: undefined };
const BPFTRACE = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };

void t.test('a bpftrace, a snap of one, none', (t) => {
  t.match(bpftraceCheck({ host: HOST, bpftrace: BPFTRACE }), {
    status: 'pass',
    found: '0.17.0 at /usr/bin/bpftrace',
  });
  const snap = { ...BPFTRACE, path: '/snap/bin/bpftrace' };
  t.match(bpftraceCheck({ host: HOST, bpftrace: snap }), {
    status: 'warn',
    means: /may stop/,
    fix: /--devmode/,
  });
  const none = new SignalsTraceError('bpftrace_not_found', 'none', 'install it');
  t.match(bpftraceCheck({ host: HOST, bpftrace: none }), {
    status: 'fail',
    found: 'none',
    fix: 'install it',
  });
  t.end();
});
