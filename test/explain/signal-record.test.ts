import t from 'tap';

import { sent, signal } from '../support/kernel-signal.js';

void t.test('a record says what the kernel said', (t) => {
  t.match(signal(), {
    type: 'signal',
    time: '2026-11-23T12:01:00.123456789Z',
    epoch_us: 1_795_435_260_123_456,
    ktime: '1684997920514',
    cpu: 1,
    id: '1-1-7',
    signal: 'SIGTERM',
    signo: 15,
    code: 'SI_USER',
    si_code: 0,
    errno: 0,
    scope: 'process',
    result: 'delivered',
    origin: 'kill',
    sender: { pid: 500, tid: 500, comm: 'bash', uid: 1000, gid: 1000 },
    target: { pid: 882, tid: 882, comm: 'nginx', uid: 33, ppid: 1 },
  });
  t.end();
});

void t.test('what was not learned is absent', (t) => {
  const unfound = signal({ targetPid: 0, targetUid: -1 });
  t.strictSame(unfound.target, { tid: 882, comm: 'nginx' }, 'the pid is not copied from the tid');
  t.notOk('code' in signal({ siCode: -1000 }));
  t.notOk('sender' in signal({ siCode: 128 }));
  t.notOk('late' in signal());
  t.equal(signal({}, { late: true }).late, true);
  t.end();
});

void t.test('where nobody sent it, the task on the processor is told apart', (t) => {
  const timer = signal({ signo: 14, siCode: 128, stack: ['send_signal_locked', 'it_real_fn'] });
  t.match(timer, { origin: 'interval-timer', sender: null });
  t.strictSame(timer.current, { pid: 500, tid: 500, comm: 'bash' });
  t.equal(sent().byCurrent, true);
  t.end();
});

void t.test('numbers become words', (t) => {
  const words = ['delivered', 'ignored', 'already_pending', 'overflow_fail', 'lose_info'];
  t.same(
    words.map((_, result) => signal({ result }).result),
    words,
  );
  t.throws(() => signal({ result: 5 }), RangeError, 'none is guessed');
  t.equal(signal({ group: 0 }).scope, 'thread');
  t.equal(signal({ signo: 37 }).signal, 'SIGRTMIN+3');
  t.equal(signal({ signo: 17, siCode: 2 }).code, 'CLD_KILLED');
  const child = { signo: 10, siCode: 1, stack: ['send_signal_locked', 'do_notify_parent'] };
  t.equal(signal(child).code, 'CLD_EXITED', 'of a child that asked for another signal');
  t.equal(signal({ ktime: 9_007_199_254_740_993n }).ktime, '9007199254740993');
  t.end();
});
