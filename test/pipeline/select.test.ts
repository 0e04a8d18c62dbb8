import t from 'tap';

import { Incarnation, type IncarnationOptions } from '../../src/pipeline/incarnation.js';
import { Ledger } from '../../src/pipeline/ledger.js';
import type { Ordered } from '../../src/pipeline/order.js';
import { type Limit, Select } from '../../src/pipeline/select.js';
import { type Seen, TARGET_STATE } from '../../src/wire/events.js';
import { attempt, delivery, signalEvent } from '../support/kernel-signal.js';
import { noIdentities, stillClock } from '../support/replay.js';

const placed = (event: Seen): Ordered => ({ kind: 'placed', event, late: false });
const LOST: Ordered = {
  kind: 'lost',
  probe: 'signal',
  cpu: 0,
  count: 1,
  after: undefined,
  before: undefined,
};
const BATCH = [
  placed(signalEvent({ signo: 15, targetState: TARGET_STATE.handles })),
  LOST,
  placed(attempt()),
  placed(delivery()),
  placed(signalEvent({ signo: 9 })),
];

function select(options: Partial<IncarnationOptions> = {}, limit?: Limit) {
  const ledger = new Ledger();
  const run = new Incarnation(
    1,
    {
      tracksOutcomes: true,
      kernelSkips: 'none',
      looksUp: false,
      wantsSignal: undefined,
      wantsAttempt: undefined,
      ...options,
    },
    { tick: () => undefined, proven: () => true, drained: () => undefined },
    stillClock(),
  );
  const stage = new Select(noIdentities(), ledger, limit);
  return {
    stage,
    ledger,
    push: (proven = true) =>
      stage
        .push(BATCH, run, proven)
        .map((entry) => (entry.kind === 'placed' ? entry.event.kind : entry.kind)),
  };
}

void t.test('a filter that asks nothing here lets everything pass', (t) => {
  const { push, ledger } = select();
  t.strictSame(push(), ['signal', 'lost', 'attempt', 'delivery', 'signal']);
  t.equal(ledger.balance.filtered, 0);
  t.end();
});

void t.test('signals that nobody wants are dropped and counted, attempts only dropped', (t) => {
  const { push, ledger } = select({
    wantsSignal: ({ signo }) => signo === 9,
    wantsAttempt: ({ syscall }) => syscall !== 'kill',
  });
  t.strictSame(push(), ['lost', 'delivery', 'signal']);
  t.equal(ledger.balance.filtered, 1);
  t.end();
});

void t.test('attempts are asked also where nothing is left to ask of signals', (t) => {
  const { push, ledger } = select({ wantsAttempt: () => false });
  t.strictSame(push(), ['signal', 'lost', 'delivery', 'signal']);
  t.equal(ledger.balance.filtered, 0);
  t.end();
});

void t.test('before the proof only losses and outcomes pass', (t) => {
  const { push, ledger } = select();
  t.strictSame(push(false), ['lost', 'delivery']);
  t.equal(ledger.balance.filtered, 2);
  t.end();
});

void t.test('a limit lets so many signals pass', (t) => {
  const { push, stage, ledger } = select({}, { signals: 1, mayBeHidden: () => false });
  t.notOk(stage.limitReached);
  t.strictSame(push(), ['signal', 'lost', 'delivery']);
  t.ok(stage.limitReached);
  t.equal(ledger.balance.filtered, 1);
  t.end();
});

void t.test('a handled signal that may stay hidden counts for no limit', (t) => {
  const mayBeHidden = ({ signo }: { signo: number }) => signo === 15;
  const { stage, push } = select({}, { signals: 1, mayBeHidden });
  t.strictSame(push(), ['signal', 'lost', 'attempt', 'delivery', 'signal']);
  t.ok(stage.limitReached);
  const { push: pushAll } = select({}, { signals: 1, mayBeHidden: () => false });
  t.strictSame(pushAll(), ['signal', 'lost', 'delivery']);
  t.end();
});
