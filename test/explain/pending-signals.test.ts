import t from 'tap';

import {
  enqueue,
  fitting,
  isFor,
  mayBeTaken,
  type PendingSignal,
} from '../../src/explain/pending-signals.js';
import { kernelSignal, sent } from '../support/kernel-signal.js';

const ids = (pending: readonly PendingSignal[]) => pending.map((one) => one.sent.id);
const of = (...signals: Parameters<typeof sent>[0][]) =>
  signals.reduce<PendingSignal[]>(
    (pending, other, i) => enqueue(pending, sent({ seq: i + 1, ...other }), i),
    [],
  );

void t.test('what the kernel queued waits, what it did not changes nothing', (t) => {
  t.strictSame(ids(of({}, { signo: 10 })), ['1-1-1', '1-1-2']);
  for (const result of [1, 2, 3]) t.strictSame(ids(of({ result })), [], `result ${result}`);
  t.strictSame(ids(of({ result: 4 }, { result: undefined, signo: 12 })), ['1-1-1', '1-1-2']);
  t.end();
});

void t.test('a number that is queued again was taken before, in the same queue', (t) => {
  t.strictSame(ids(of({}, {})), ['1-1-2'], 'of the process');
  t.strictSame(ids(of({ group: 0 }, { group: 0 })), ['1-1-2'], 'of one thread');
  t.strictSame(ids(of({ group: 0 }, { group: 0, targetTid: 883 })).length, 2, 'of two threads');
  t.strictSame(ids(of({}, { group: 0 })).length, 2, 'of process and thread');
  t.strictSame(ids(of({ signo: 34 }, { signo: 34 })).length, 2, 'real-time signals queue up');
  t.end();
});

void t.test('a killing signal waits for the end of its process', (t) => {
  const [first] = of({ signo: 11 });
  if (first === undefined) throw new Error('it does not wait');
  first.killing = true;
  t.equal(enqueue([first], sent({ seq: 2, signo: 11 }), 1).length, 2);
  t.end();
});

void t.test('what may have been taken', (t) => {
  const pending = of({}, { signo: 10 });
  t.strictSame(ids(fitting(pending, 5n, ({ facts }) => facts.signo === 10)), ['1-1-2']);
  const [first] = pending;
  if (first === undefined) throw new Error('it does not wait');
  first.goneBefore = 4n;
  t.ok(mayBeTaken(first, 4n));
  t.notOk(mayBeTaken(first, 5n), '/proc no longer showed it by then');
  t.ok(isFor(kernelSignal({ group: 1 }), 1234), 'any thread takes what the process got');
  t.notOk(isFor(kernelSignal({ group: 0 }), 1234));
  t.ok(isFor(kernelSignal({ group: 0 }), 882));
  t.end();
});
