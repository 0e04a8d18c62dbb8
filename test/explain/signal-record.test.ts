import t from 'tap';

import { signalRecord } from '../../src/explain/signal-record.js';
import type { KernelSignal } from '../../src/stream/source-record.js';
import { kernelSignal, WALL_NS } from '../support/kernel-signal.js';

function record(other: Partial<KernelSignal> = {}, late = false) {
  return signalRecord(kernelSignal(other), WALL_NS, 3, late);
}

void t.test('a record says what the kernel said', (t) => {
  t.strictSame(record(), {
    type: 'signal',
    time: '2026-11-23T12:01:00.123456789Z',
    epoch_us: 1_795_435_260_123_456,
    ktime: '1684997920514',
    cpu: 1,
    id: '3-1-7',
    signal: 'SIGTERM',
    signo: 15,
    code: 'SI_USER',
    si_code: 0,
    errno: 0,
    scope: 'process',
    result: 'delivered',
    origin: 'unknown',
    sender: { pid: 500, tid: 500, comm: 'bash', uid: 1000, gid: 1000, cgroup_id: '4711' },
    target: { pid: 882, tid: 882, comm: 'nginx', uid: 33 },
  });
  t.end();
});

void t.test('what was not learned is absent', (t) => {
  const unfound = record({ targetPid: 0, targetUid: -1 });
  t.strictSame(unfound.target, { tid: 882, comm: 'nginx' }, 'the pid is not copied from the tid');
  t.notOk('code' in record({ siCode: -1000 }));
  t.notOk('sender' in record({ siCode: 128 }));
  t.notOk('late' in record());
  t.equal(record({}, true).late, true);
  t.end();
});

void t.test('numbers become words', (t) => {
  const words = ['delivered', 'ignored', 'already_pending', 'overflow_fail', 'lose_info'];
  t.same(
    words.map((_, result) => record({ result }).result),
    words,
  );
  t.throws(() => record({ result: 5 }), RangeError, 'none is guessed');
  t.equal(record({ group: 0 }).scope, 'thread');
  t.equal(record({ signo: 37 }).signal, 'SIGRTMIN+3');
  t.equal(record({ signo: 17, siCode: 2 }).code, 'CLD_KILLED');
  t.equal(record({ ktime: 9_007_199_254_740_993n }).ktime, '9007199254740993');
  t.end();
});
