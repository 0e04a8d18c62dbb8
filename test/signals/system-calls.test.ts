import t from 'tap';

import { systemCallName } from '../../src/signals/system-calls.js';

void t.test('names of system calls, at both ends of both lists', (t) => {
  t.equal(systemCallName(0), 'read');
  t.equal(systemCallName(62), 'kill');
  t.equal(systemCallName(110), 'getppid');
  t.equal(systemCallName(334), 'rseq');
  t.equal(systemCallName(424), 'pidfd_send_signal');
  t.equal(systemCallName(462), 'mseal');
  t.end();
});

void t.test('numbers without a name', (t) => {
  for (const number of [-1, 335, 423, 100_000]) t.equal(systemCallName(number), undefined);
  t.end();
});
