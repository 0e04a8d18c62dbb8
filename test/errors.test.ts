import t from 'tap';

import { type ErrorCode, SignalsTraceError } from '../src/errors.js';

void t.test('each error has its exit code', (t) => {
  const codes: Record<ErrorCode, number> = {
    usage: 2,
    not_linux: 3,
    bpftrace_not_found: 3,
    bpftrace_unusable: 3,
    no_permission: 3,
    no_tracepoint: 3,
    lockdown: 3,
    program_rejected: 3,
    probe_refused: 3,
    cannot_write: 4,
    gave_up: 4,
  };
  for (const [code, exitCode] of Object.entries(codes)) {
    const error = new SignalsTraceError(code as ErrorCode, 'what', 'mend', { cause: 'why' });
    t.match(error, { code, exitCode, message: 'what', hint: 'mend', cause: 'why' });
  }
  t.end();
});
