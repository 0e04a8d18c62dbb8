import t from 'tap';

import { Trace } from '../src/trace.js';

void t.test('a host that cannot be traced is refused before anything starts', async (t) => {
  await t.rejects(Trace.open({ bpftrace: '/no/such/bpftrace' }), { code: 'bpftrace_not_found' });
});

void t.test('a program that is no bpftrace is refused', async (t) => {
  await t.rejects(Trace.open({ bpftrace: '/bin/true' }), { code: 'bpftrace_unusable' });
});
