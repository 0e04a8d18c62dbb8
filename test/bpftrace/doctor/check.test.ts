import t from 'tap';

import { hasBpftrace } from '../../../src/bpftrace/doctor/check.js';
import { SignalsTraceError } from '../../../src/errors.js';

void t.test('a bpftrace that is new enough', (t) => {
  const bpftrace = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };
  t.ok(hasBpftrace(bpftrace, 17));
  t.notOk(hasBpftrace(bpftrace, 18));
  t.notOk(hasBpftrace(new SignalsTraceError('bpftrace_not_found', 'none', 'install it'), 11));
  t.end();
});
