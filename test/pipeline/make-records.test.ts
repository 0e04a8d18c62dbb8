import t from 'tap';

import { signalRecord } from '../../src/explain/signal-record.js';
import { Ledger } from '../../src/pipeline/ledger.js';
import { type Made, MakeRecords } from '../../src/pipeline/make-records.js';
import type { LostRange } from '../../src/pipeline/order.js';
import type { Paired } from '../../src/pipeline/pair-outcomes.js';
import { attempt, sent } from '../support/kernel-signal.js';
import { noIdentities, stillClock } from '../support/replay.js';

const madeRecord = (made: Made) => (typeof made === 'function' ? made() : signalRecord(made));

function records(...batch: Paired[]) {
  const ledger = new Ledger();
  const stage = new MakeRecords(noIdentities(), stillClock(), ledger, () => 0n);
  return { ledger, made: stage.push(batch).map(madeRecord) };
}

const lost = (probe: LostRange['probe']): LostRange => ({
  kind: 'lost',
  probe,
  cpu: 1,
  count: 4,
  after: 1n,
  before: undefined,
});

void t.test('a signal, a failed call and an outcome become records', (t) => {
  const { made } = records(
    sent(),
    { kind: 'placed', event: attempt(), late: true },
    () => ({ type: 'escalation' }) as never,
  );
  t.strictSame(
    made.map(({ type }) => type),
    ['signal', 'attempt', 'escalation'],
  );
  t.match(made[1], { late: true, sender: { pid: 500 } });
  t.end();
});

void t.test('lost signals are counted; lost outcomes and attempts are warned of', (t) => {
  const { made, ledger } = records(lost('signal'), lost('exit'), lost('delivery'), lost('attempt'));
  t.match(made, [
    { type: 'lost', count: 4, cpu: 1, from: '2026-11-23T12:01:00.123456790Z' },
    { type: 'warning', code: 'outcomes_lost', message: /^4 exits of processes were lost on CPU 1/ },
    { type: 'warning', code: 'outcomes_lost', message: /^4 deliveries of signals were lost/ },
    { type: 'warning', code: 'attempts_lost', message: '4 attempts were lost on CPU 1' },
  ]);
  t.notOk('to' in (made[0] ?? {}));
  t.equal(ledger.balance.lost, 4);
  t.end();
});

void t.test('a signal that comes twice is received once', (t) => {
  const twice = { kind: 'out-of-sequence', probe: 'signal', cpu: 0, seq: 3 } as const;
  const { made, ledger } = records(twice, { ...twice, probe: 'exit' });
  t.match(made, [
    { code: 'out_of_sequence', message: /^Record 3 \(signal\) of CPU 0/ },
    { code: 'out_of_sequence', message: /^Record 3 \(exit\) of CPU 0/ },
  ]);
  t.equal(ledger.balance.received, -1);
  t.end();
});
