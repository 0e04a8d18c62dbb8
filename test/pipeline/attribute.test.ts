import t from 'tap';

import { OomLog } from '../../src/host/oom-log.js';
import { Attribute } from '../../src/pipeline/attribute.js';
import { Ledger } from '../../src/pipeline/ledger.js';
import type { Ordered } from '../../src/pipeline/order.js';
import { delivery, type FlatSignal, signalEvent } from '../support/kernel-signal.js';
import { noIdentities, stillClock } from '../support/replay.js';

const placed = (other: Partial<FlatSignal>, late = false): Ordered => ({
  kind: 'placed',
  event: signalEvent(other),
  late,
});

function attributed(...batch: Ordered[]) {
  const ledger = new Ledger();
  const stage = new Attribute(noIdentities(), new OomLog('/dev/null'), stillClock(), ledger);
  const out = stage.push(batch, 3);
  return { ledger, out, signals: out.filter((entry) => entry.kind === 'traced-signal') };
}

void t.test('a signal gets its id, its time, its origin and both its ends', (t) => {
  const { signals, ledger } = attributed(placed({ cpu: 1, seq: 7, ktime: 5n }, true));
  t.match(signals, [
    { id: '3-1-7', cpu: 1, ktime: 5n, shared: { origin: 'kill', from: 'current' }, late: true },
  ]);
  t.equal(signals[0]?.wall, 1_795_435_260_123_456_794n);
  t.match(signals[0]?.sender?.read(), { pid: 500, comm: 'bash' });
  t.match(signals[0]?.target.read(), { pid: 882, comm: 'nginx' });
  t.match(ledger.balance, { emitted: 1, late: 1 });
  t.end();
});

void t.test('nobody, and nobody knows who', (t) => {
  const { signals } = attributed(
    placed({ call: -1, siCode: 128, stack: ['it_real_fn'] }),
    placed({ call: -1, siCode: 128 }),
  );
  t.strictSame(
    signals.map(({ sender }) => sender),
    [null, undefined],
  );
  t.end();
});

void t.test('signals of one call share a group, an OOM kill has its victim', (t) => {
  const { signals } = attributed(
    placed({ arg: -882, seq: 1, targetTid: 1 }),
    placed({ arg: -882, seq: 2, targetTid: 2 }),
    placed({ signo: 9, call: -1, siCode: 0, stack: ['__oom_kill_process'], seq: 3 }),
  );
  t.strictSame(
    signals.map(({ groupId }) => groupId),
    ['3-1-1', '3-1-1', undefined],
  );
  t.strictSame(
    signals.map(({ oom }) => oom?.trigger?.pid),
    [undefined, undefined, 500],
  );
  t.end();
});

void t.test('other entries pass as they are', (t) => {
  const note: Ordered = { kind: 'placed', event: delivery(), late: false };
  const { out, ledger } = attributed(note);
  t.equal(out[0], note);
  t.equal(ledger.emitted, 0);
  t.end();
});
