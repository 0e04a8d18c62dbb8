import t from 'tap';

import { PairOutcomes } from '../../src/pipeline/pair-outcomes.js';
import { attempt, delivery, exit, sent } from '../support/kernel-signal.js';
import { noIdentities, stillClock } from '../support/replay.js';

const stage = () =>
  new PairOutcomes(
    { readStatus: undefined, seesContinue: true },
    noIdentities(),
    stillClock(),
    () => 0,
    () => 0n,
  );
const placed = (event: ReturnType<typeof delivery> | ReturnType<typeof exit>) =>
  ({ kind: 'placed', event, late: false }) as const;

const told = (entries: ReturnType<PairOutcomes['push']>) =>
  entries.map((entry) => {
    if (typeof entry !== 'function') return entry.kind;
    const record = entry();
    return record.type === 'outcome' ? `${record.signal_id ?? '?'} ${record.outcome}` : record.type;
  });

void t.test('a delivery tells what became of the signal before it, an exit how it ended', (t) => {
  const batch = [
    sent(),
    placed(delivery()),
    sent({ seq: 8, signo: 9 }),
    placed(exit({ status: 9 })),
  ];
  t.strictSame(told(stage().push(batch, true, 0n)), [
    'traced-signal',
    '1-1-7 handled',
    'traced-signal',
    '1-1-8 terminated',
    'exit',
    'escalation',
  ]);
  t.end();
});

void t.test('without deliveries nothing is expected of a signal', (t) => {
  const paired = stage();
  t.strictSame(told(paired.push([sent()], false, 0n)), ['traced-signal']);
  t.strictSame(told(paired.push([placed(delivery())], false, 0n)), []);
  t.equal(paired.forgotten, 0);
  t.end();
});

void t.test('losses and failed calls pass as they are', (t) => {
  const call = { kind: 'placed', event: attempt(), late: true } as const;
  const lost = {
    kind: 'lost',
    probe: 'exit',
    cpu: 0,
    count: 1,
    after: undefined,
    before: undefined,
  } as const;
  t.strictSame(stage().push([call, lost], true, 0n), [call, lost]);
  t.end();
});
