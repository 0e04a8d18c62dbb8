import t from 'tap';

import { Incarnation, type IncarnationOptions } from '../../src/pipeline/incarnation.js';
import { WallClock } from '../../src/pipeline/wall-clock.js';
import { signalEvent } from '../support/kernel-signal.js';

const TICK = { kind: 'tick', halted: false, cpu: 0, cpus: 1, firstCpu: 0, probes: 1 } as const;

function incarnation(options: Partial<IncarnationOptions> = {}, begins = true) {
  const told: string[] = [];
  const clock = new WallClock(() => ({ monotonic: 0n, wall: 0n }));
  const made = new Incarnation(
    1,
    {
      tracksOutcomes: false,
      kernelSkips: 'counts',
      looksUp: false,
      wantsSignal: undefined,
      wantsAttempt: undefined,
      ...options,
    },
    {
      tick: (halted) => told.push(halted ? 'halted tick' : 'tick'),
      proven: () => {
        told.push('proven');
        return begins;
      },
      drained: () => told.push('drained'),
    },
    clock,
  );
  return { made, told, clock };
}

void t.test('ticks and the first proof are passed on', (t) => {
  const { made, told } = incarnation();
  const proof = { kind: 'proof', ktime: 7n, slept: undefined } as const;
  t.equal(made.lastTick, undefined);
  made.observe([{ ...TICK, ktime: 5n, totals: [0] }, proof, proof], 10n);
  made.observe([{ ...TICK, ktime: 4n, totals: [0], halted: true }], 10n);
  t.strictSame(told, ['tick', 'proven', 'halted tick']);
  t.ok(made.proven);
  t.equal(made.lastTick, 5n, 'the newest stays');
  t.end();
});

void t.test('a proof that begins nothing leaves it unproven', (t) => {
  const { made } = incarnation({}, false);
  made.observe([{ kind: 'proof', ktime: 7n, slept: undefined }], 10n);
  t.notOk(made.proven);
  t.end();
});

void t.test('the kernel’s counts: generated, hidden, skipped', (t) => {
  const skipped = (kernelSkips: IncarnationOptions['kernelSkips'], reported?: number | null) => {
    const { made } = incarnation({ kernelSkips });
    t.equal(made.counts.skipped, undefined, 'nothing is known before a tick');
    made.observe(
      [
        { ...TICK, ktime: 1n, totals: [4] },
        { kind: 'skipped', count: 2 },
        { kind: 'by-signal', what: 'hidden', counts: new Map([[17, 3]]) },
        { kind: 'by-signal', what: 'thinned', counts: new Map([[10, 5]]) },
        { kind: 'by-signal', what: 'generated', counts: new Map([[15, 4]]) },
      ],
      1n,
    );
    made.order.push([{ ...TICK, ktime: 1n, totals: [4] }]);
    if (reported !== undefined) made.observeSkips(reported);
    t.match(made.counts, {
      generated: 4,
      hidden: new Map([[17, 3]]),
      thinned: new Map([[10, 5]]),
      bySignal: new Map([[15, 4]]),
    });
    return made.counts.skipped;
  };
  t.equal(skipped('counts', 5), 7, 'by the kernel and by the program');
  t.equal(skipped('counts', null), null);
  t.equal(skipped('counts'), undefined, 'nobody has reported');
  t.equal(skipped('none'), 2);
  t.equal(skipped('silence'), null);
  t.end();
});

void t.test('it is complete when it has drained, or when bpftrace printed its totals', (t) => {
  const drained = incarnation();
  drained.made.order.push([
    signalEvent({ cpu: 0, seq: 1, ktime: 5n }),
    { ...TICK, ktime: 10n, halted: true, totals: [1] },
    { ...TICK, ktime: 50_000_000n, halted: true, totals: [1] },
  ]);
  drained.made.checkDrained();
  t.strictSame(drained.told, ['drained']);
  t.ok(drained.made.complete);
  const ended = incarnation().made;
  ended.checkDrained();
  t.notOk(ended.complete);
  ended.observe([{ kind: 'totals', probe: 'exit', counts: new Map() }], 1n);
  t.notOk(ended.complete);
  ended.observe([{ kind: 'totals', probe: 'signal', counts: new Map() }], 1n);
  t.ok(ended.complete);
  t.end();
});

void t.test('the proof measures the clock', (t) => {
  const { made, clock } = incarnation();
  made.askForProof(1_000n);
  made.askForProof(2_000n);
  made.observe([{ kind: 'proof', ktime: 50_001_500n, slept: undefined }], 3_000n);
  t.equal(clock.errorNs, 2_000n, 'between the first request and its arrival lie 2 µs');
  t.end();
});
