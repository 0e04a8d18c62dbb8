import t from 'tap';

import { attemptRecord } from '../../src/explain/attempt-record.js';
import { attempt, WALL_NS } from '../support/kernel-signal.js';

const sender = { pid: 500, tid: 500, comm: 'bash' };

void t.test('a failed call says what was asked of whom, and why it failed', (t) => {
  const record = attemptRecord(
    attempt({ signo: 15, arg: 882, errno: 3 }),
    WALL_NS,
    false,
    sender,
    undefined,
  );
  t.match(record, { type: 'attempt', syscall: 'kill', signal: 'SIGTERM', signo: 15 });
  t.match(record, { arg: 882, errno: 'ESRCH', sender });
  t.notOk('late' in record);
  t.notOk('thread' in record);
  t.notOk('target' in record);
  t.end();
});

void t.test('a caller may ask for any number, and for one thread', (t) => {
  for (const signo of [0, -1, 65, 2 ** 31 - 1]) {
    const record = attemptRecord(attempt({ signo }), WALL_NS, true, sender, undefined);
    t.notOk('signal' in record, `${signo}`);
    t.match(record, { signo, late: true });
  }
  t.match(attemptRecord(attempt({ call: 2, thread: 890 }), WALL_NS, false, sender, undefined), {
    thread: 890,
  });
  t.end();
});

void t.test('whom it was for, where that is known', (t) => {
  const target = { pid: 882, tid: 882, comm: 'nginx' };
  const record = attemptRecord(attempt({ errno: 1 }), WALL_NS, false, sender, target);
  t.match(record, { errno: 'EPERM', target });
  t.end();
});
