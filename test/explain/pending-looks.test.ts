import t from 'tap';

import { PENDING_MS, PendingLooks } from '../../src/explain/pending-looks.js';
import { enqueue } from '../../src/explain/pending-signals.js';
import { Targets } from '../../src/explain/targets.js';
import type { ProcStatus } from '../../src/host/proc-status.js';
import { sent } from '../support/kernel-signal.js';

const at = (ms: number, toldUntil = ms) => {
  const ktime = BigInt(ms) * 1_000_000n;
  return { ms, ktime, later: () => ktime + 1n, toldUntil: BigInt(toldUntil) * 1_000_000n };
};

function scene(status: Partial<ProcStatus>) {
  const told: string[] = [];
  let reads = 0;
  const read = () => {
    reads++;
    const nothing = {
      stopped: false,
      ended: false,
      dumpsCore: false,
      traced: false,
      pending: () => false,
    };
    return { ...nothing, whyPending: () => undefined, ...status };
  };
  const looks = new PendingLooks(
    read,
    () => 0,
    (_, { id }, outcome, __, { pendingWhy, byTracer } = {}) => {
      const more = byTracer === true ? 'by tracer' : pendingWhy;
      told.push([id, outcome, more].join(' ').trim());
      return () => ({ type: 'outcome' }) as never;
    },
  );
  const target = new Targets().findOrAdd(882, 1n);
  const send = (seq: number, targetTid = 882) => {
    target.pending = enqueue(target.pending, sent({ signo: 40, seq, targetTid }), 0);
  };
  return { looks, target, told, send, reads: () => reads };
}

void t.test('what waits is pending after a while, once, and why', (t) => {
  const { looks, target, told, send } = scene({ pending: () => true, whyPending: () => 'blocked' });
  send(1);
  for (const ms of [20, 1000, PENDING_MS, 2 * PENDING_MS]) looks.look(target, at(ms));
  t.strictSame(told, ['1-1-1 pending blocked']);
  t.end();
});

void t.test('what has left without a delivery was taken', (t) => {
  const { looks, target, told, send } = scene({});
  send(1);
  looks.look(target, at(20));
  t.strictSame(told, [], 'its delivery may be on its way');
  looks.look(target, at(40));
  t.strictSame(told, ['1-1-1 taken']);
  t.strictSame(target.pending, []);
  t.end();
});

void t.test('a thread is read once for all that it was sent, and few at a time', (t) => {
  const { looks, target, send, reads } = scene({ pending: () => true });
  send(1);
  send(2);
  looks.look(target, at(20));
  t.equal(reads(), 1);
  for (let i = 0; i < 200; i++) send(3 + i, 1000 + i);
  looks.begin();
  looks.look(target, at(21));
  t.ok(reads() <= 66);
  t.end();
});

void t.test('what has left the queue of a traced process was taken by its tracer', (t) => {
  const { looks, target, told, send } = scene({ traced: true });
  send(1);
  looks.look(target, at(20));
  looks.look(target, at(100, 200));
  t.same(told, ['1-1-1 taken by tracer']);
  t.end();
});

void t.test('who takes a deadly signal and writes a core is dumping, once', (t) => {
  const { looks, target, told, send } = scene({ dumpsCore: true });
  send(1);
  for (const one of target.pending) one.killing = true;
  for (const ms of [10, 20, 100, 1000]) looks.look(target, at(ms));
  t.same(told, ['1-1-1 dumping']);
  t.equal(target.pending.length, 1, 'its death is yet to come');
  t.end();
});
