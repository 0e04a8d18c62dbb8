import t from 'tap';

import { smoke } from '../../src/smoke/smoke.js';

// test/live/smoke.test.ts runs it with real signals.

void t.test('a host that cannot be traced is an error, and no signal is sent', async (t) => {
  const steps: string[] = [];
  const nothing = () => undefined;
  await t.rejects(
    smoke({
      bpftrace: '/nonexistent/bpftrace',
      patienceMs: 1000,
      interrupted: new AbortController().signal,
      progress: (text) => steps.push(text),
      say: nothing,
      onRecords: nothing,
    }),
    { name: 'SignalsTraceError', message: /no program to run at/ },
  );
  t.strictSame(steps, []);
});
