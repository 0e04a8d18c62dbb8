import t from 'tap';

import { Targets } from '../../src/explain/targets.js';
import { sent } from '../support/kernel-signal.js';

void t.test('a target is a pid and a start', (t) => {
  const targets = new Targets();
  const first = targets.findOrAdd(5, 1n);
  t.equal(targets.findOrAdd(5, 1n), first);
  t.equal(targets.find(5, undefined), first);
  const second = targets.findOrAdd(5, 2n);
  t.not(second, first, 'the pid is another’s by now');
  t.equal(targets.find(5, 1n), undefined);
  targets.forget(5);
  t.equal(targets.find(5, undefined), undefined);
  t.end();
});

void t.test('a bounded number is kept, the oldest goes first, with a count', (t) => {
  const targets = new Targets();
  const waits = {
    sent: sent(),
    at: 0,
    toldPending: false,
    toldDumping: false,
    byTracer: false,
    killing: false,
    held: false,
    lookAt: 0,
    goneBefore: undefined,
    isTaken: false,
    missed: 0,
  };
  targets.findOrAdd(1, 1n).pending.push(waits, waits);
  for (let pid = 2; pid <= 16_384; pid++) targets.findOrAdd(pid, 1n);
  t.equal(targets.forgotten, 0);
  t.equal([...targets.all()][0]?.pid, 1, 'the oldest first');
  targets.findOrAdd(16_385, 1n);
  t.equal(targets.find(1, 1n), undefined);
  t.equal(targets.forgotten, 2);
  targets.findOrAdd(2, 9n);
  t.equal(targets.forgotten, 2, 'a pid that is given anew forgets nothing');
  targets.clear();
  t.strictSame([...targets.all()], []);
  t.equal(targets.forgotten, 2);
  t.end();
});
