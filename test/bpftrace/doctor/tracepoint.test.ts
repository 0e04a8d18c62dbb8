import t from 'tap';

import { tracepointCheck } from '../../../src/bpftrace/doctor/tracepoint.js';
import { readHost } from '../../../src/host/host.js';

const HOST = { ...readHost(), container: undefined, pidNamespace: undefined };
const BPFTRACE = { path: '/usr/bin/bpftrace', version: '0.17.0', major: 0, minor: 17 };

void t.test('the tracepoint must have every field', (t) => {
  const format = (fields: string) => ({
    events: { signal: { signal_generate: { format: fields } } },
  });
  const whole =
    'int sig;\nint errno;\nint code;\nchar comm[16];\npid_t pid;\nint group;\nint result;';
  const check = (tracing: string | undefined, root = true) =>
    tracepointCheck({ host: { ...HOST, tracing, root }, bpftrace: BPFTRACE });
  const good = t.testdir({ good: format(whole), bad: format(whole.replace('result', 'other')) });
  t.match(check(`${good}/good`), { status: 'pass' });
  t.match(check(`${good}/bad`), { status: 'fail', found: 'no field result' });
  t.match(check(undefined, false), {
    status: 'pass',
    found: /only root/,
    untried: true,
  });
  t.end();
});
