import assert from 'node:assert/strict';

import fc from 'fast-check';
import t from 'tap';

import { type Ordered, Orderer } from '../../src/pipeline/order.js';
import {
  type Probe,
  PROBES,
  type Seen,
  type SignalEvent,
  type SourceEvent,
  type Tick,
} from '../../src/wire/events.js';
import { attempt, delivery, exit, signalEvent } from '../support/kernel-signal.js';

function signal(cpu: number, seq: number, ktime: number): SignalEvent {
  return signalEvent({ cpu, seq, ktime: BigInt(ktime) });
}

/** The record of any probe. */
function record(probe: Probe, cpu: number, seq: number, at: number): Seen {
  const seen = { cpu, seq, ktime: BigInt(at) };
  switch (probe) {
    case 'signal':
      return signalEvent(seen);
    case 'delivery':
      return delivery(seen);
    case 'exit':
      return exit(seen);
    case 'attempt':
      return attempt(seen);
  }
}

/** What a tick tells, of each CPU: its signals, or its signals, deliveries and exits. */
function tick(cpu: number, ktime: number, totals: (number | number[])[], halted = false): Tick {
  const each = totals.map((total) => [total].flat());
  return {
    kind: 'tick',
    ktime: BigInt(ktime),
    halted,
    cpu,
    cpus: totals.length,
    firstCpu: 0,
    probes: each[0]?.length ?? 1,
    totals: each.flat(),
  };
}

const LETTERS = { signal: '', delivery: 'd', exit: 'x', attempt: 'f' } as const;

/** What went out, in a line: `0.3` is CPU 0's third signal, `(d0:2)` two deliveries lost of CPU 0. */
function told(ordered: readonly Ordered[]): string {
  return ordered
    .map((entry) => {
      if (entry.kind === 'lost') return `(${LETTERS[entry.probe]}${entry.cpu}:${entry.count})`;
      if (entry.kind === 'out-of-sequence')
        return `stray ${LETTERS[entry.probe]}${entry.cpu}.${entry.seq}`;
      return `${nameOf(entry.event)}${entry.late ? ' late' : ''}`;
    })
    .join(' ');
}

function nameOf({ kind, cpu, seq }: Seen): string {
  return `${LETTERS[kind]}${cpu}.${seq}`;
}

void t.test('nothing goes out before each CPU has brought what a tick counted', (t) => {
  const orderer = new Orderer();
  t.equal(told(orderer.push([signal(0, 1, 10), signal(0, 2, 30), tick(0, 40, [2, 3])])), '');
  t.equal(told(orderer.push([signal(0, 3, 50), signal(1, 1, 5), signal(1, 2, 20)])), '');
  t.equal(told(orderer.push([signal(1, 3, 35)])), '1.1 0.1 1.2 0.2 1.3');
  t.equal(told(orderer.push([tick(1, 60, [3, 3])])), '0.3');
  t.end();
});

void t.test('a tick of one CPU proves nothing of what another brings later', (t) => {
  const orderer = new Orderer();
  t.equal(told(orderer.push([tick(0, 100, [0, 1])])), '');
  t.equal(told(orderer.push([tick(0, 150, [0, 1]), tick(0, 200, [0, 2])])), '');
  t.equal(told(orderer.push([signal(1, 1, 90), signal(1, 2, 160)])), '1.1 1.2');
  t.end();
});

void t.test('a record is lost when a younger one of its CPU comes without it', (t) => {
  const orderer = new Orderer();
  const out = orderer.push([signal(0, 1, 10), signal(0, 5, 50), tick(1, 60, [5, 0])]);
  t.equal(told(out), '0.1 (0:3) 0.5');
  t.match(out[1], { kind: 'lost', cpu: 0, count: 3, after: 10n, before: 50n });
  t.equal(orderer.generated, 5);
  t.end();
});

void t.test('a record is lost when a tick of its CPU comes without it', (t) => {
  const orderer = new Orderer();
  t.equal(told(orderer.push([signal(1, 1, 10), tick(0, 40, [0, 3])])), '', 'it may still come');
  const out = orderer.push([tick(1, 50, [0, 3])]);
  t.equal(told(out), '1.1 (1:2)');
  t.match(out[1], { after: 10n, before: undefined });
  t.end();
});

void t.test('what a source still owes when it ends is lost', (t) => {
  const orderer = new Orderer();
  orderer.push([signal(0, 1, 10), tick(0, 40, [1, 2])]);
  orderer.push([{ kind: 'totals', probe: 'signal', counts: new Map([[0, 4]]) }]);
  t.equal(told(orderer.flush()), '(1:2) 0.1 (0:3)');
  t.equal(orderer.generated, 6);
  t.end();
});

void t.test('a tick of many CPUs counts when all its parts are here', (t) => {
  const orderer = new Orderer();
  const part = (firstCpu: number, totals: number[], ktime = 40n): Tick => ({
    kind: 'tick',
    ktime,
    halted: false,
    cpu: 0,
    cpus: 4,
    firstCpu,
    probes: 1,
    totals,
  });
  orderer.push([signal(0, 1, 10), signal(3, 1, 20)]);
  t.equal(told(orderer.push([part(0, [1, 0])])), '');
  t.equal(told(orderer.push([part(2, [0, 1])])), '0.1 3.1');
  t.equal(told(orderer.push([signal(0, 2, 50), part(2, [0, 1], 60n)])), '', 'its first was lost');
  t.equal(told(orderer.push([part(0, [2, 0], 90n), part(2, [0, 1], 90n)])), '0.2');
  t.end();
});

void t.test('each probe counts for itself, and a tick waits for all of them', (t) => {
  const orderer = new Orderer();
  const first = [
    record('signal', 0, 1, 10),
    record('exit', 0, 1, 30),
    record('delivery', 0, 1, 20),
    tick(2, 40, [
      [1, 2, 1],
      [0, 0, 1],
      [0, 0, 0],
    ]),
  ];
  t.equal(told(orderer.push(first)), '');
  t.equal(told(orderer.push([record('exit', 1, 1, 25)])), '', 'CPU 0 owes a delivery');
  t.equal(told(orderer.push([record('delivery', 0, 3, 50)])), '0.1 d0.1 x1.1 x0.1');
  t.equal(orderer.generated, 1, 'signals alone');
  t.end();
});

void t.test('an invalid record is in its place, and none is missing', (t) => {
  const orderer = new Orderer();
  const invalid = { kind: 'invalid', cpu: 0, ktime: 20n, why: '' } as const;
  const out = orderer.push([
    { ...invalid, probe: 'signal', seq: 1 },
    { ...invalid, probe: 'delivery', seq: 1 },
    record('delivery', 0, 2, 30),
    tick(0, 40, [[1, 3, 0]]),
  ]);
  t.equal(told(out), 'd0.2 (d0:1)');
  t.end();
});

void t.test('deliveries and exits still owed at the end are lost, each by its own count', (t) => {
  const orderer = new Orderer();
  orderer.push([
    { kind: 'totals', probe: 'delivery', counts: new Map([[1, 2]]) },
    { kind: 'totals', probe: 'exit', counts: new Map([[0, 1]]) },
  ]);
  t.equal(told(orderer.flush()), '(x0:1) (d1:2)');
  t.equal(orderer.generated, 0);
  t.end();
});

void t.test('a record that was accounted for is not shown again', (t) => {
  const orderer = new Orderer();
  orderer.push([signal(0, 1, 10), tick(0, 40, [2])]);
  t.equal(told(orderer.push([signal(0, 2, 30), signal(0, 1, 10)])), 'stray 0.2 stray 0.1');
  t.equal(told(orderer.push([record('exit', 0, 1, 50), record('exit', 0, 1, 50)])), 'stray x0.1');
  t.end();
});

void t.test('past its limit it writes the older half, and marks what comes too late', (t) => {
  const orderer = new Orderer(4);
  const out = orderer.push([1, 2, 3, 4, 5].map((seq) => signal(0, seq, seq * 10)));
  t.equal(told(out), '0.1 0.2 0.3');
  t.equal(told(orderer.push([signal(1, 1, 20), tick(0, 60, [5, 1])])), '1.1 late 0.4 0.5');
  t.end();
});

void t.test('it is drained when the flow was halted and all from before has come', (t) => {
  const orderer = new Orderer();
  const ms = 1_000_000;
  orderer.push([signal(0, 1, 10), tick(0, 50 * ms, [1, 1], true)]);
  t.notOk(orderer.drained);
  orderer.push([signal(1, 1, 20)]);
  t.notOk(orderer.drained, 'a CPU may have been in the middle of a record');
  orderer.push([tick(0, 100 * ms, [1, 2], true)]);
  t.notOk(orderer.drained);
  orderer.push([signal(1, 2, 30)]);
  t.ok(orderer.drained);
  t.end();
});

/** A kernel with some CPUs: what each wrote, in its order, and whether it was lost. */
interface Kernel {
  readonly buffers: SourceEvent[][];
  readonly written: readonly string[];
  readonly lost: number;
  readonly generated: number;
}

/** At each step of the clock some CPU writes a record or a tick; the buffer may have no room. */
const kernels = fc
  .record({
    cpus: fc.integer({ min: 1, max: 4 }),
    steps: fc.array(
      fc.record({
        cpu: fc.nat(3),
        probe: fc.constantFrom(...PROBES),
        tick: fc.boolean(),
        lost: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
        // Records of two CPUs may have the same time.
        later: fc.nat(2),
      }),
      { maxLength: 120 },
    ),
  })
  .map(({ cpus, steps }): Kernel => {
    const buffers: SourceEvent[][] = Array.from({ length: cpus }, () => []);
    const totals = Array.from({ length: cpus }, () => PROBES.map(() => 0));
    const written: string[] = [];
    let now = 1;
    let lost = 0;
    let generated = 0;
    for (const step of steps) {
      const cpu = step.cpu % cpus;
      now += step.tick ? 1 + step.later : step.later;
      if (step.tick) {
        if (!step.lost)
          buffers[cpu]?.push(
            tick(
              cpu,
              now,
              totals.map((each) => [...each]),
            ),
          );
        now++;
        continue;
      }
      const own = totals[cpu] ?? [];
      const probe = PROBES.indexOf(step.probe);
      const seq = (own[probe] ?? 0) + 1;
      own[probe] = seq;
      if (step.probe === 'signal') generated++;
      if (step.lost) lost++;
      else {
        const seen = record(step.probe, cpu, seq, now);
        buffers[cpu]?.push(seen);
        written.push(nameOf(seen));
      }
    }
    // In the end each CPU has ticked.
    now += 100;
    for (const [cpu, buffer] of buffers.entries())
      buffer.push(
        tick(
          cpu,
          now,
          totals.map((each) => [...each]),
        ),
      );
    return { buffers, written, lost, generated };
  });

/** The order in which a reader empties the buffers: a CPU, and how many records at once. */
const readings = fc.array(fc.record({ cpu: fc.nat(3), count: fc.integer({ min: 1, max: 40 }) }), {
  maxLength: 60,
});

function read({ buffers }: Kernel, reading: readonly { cpu: number; count: number }[]) {
  const left = buffers.map((buffer) => [...buffer]);
  const rest = left.map((_, cpu) => ({ cpu, count: Infinity }));
  return [...reading, ...rest].flatMap(
    ({ cpu, count }) => left[cpu % left.length]?.splice(0, count) ?? [],
  );
}

void t.test('whatever order the buffers are read in, the order of the clock comes out', (t) => {
  fc.assert(
    fc.property(kernels, readings, (kernel, reading) => {
      const orderer = new Orderer();
      const out = orderer.push(read(kernel, reading));
      const placed = out.filter((entry) => entry.kind === 'placed');
      const names = placed.map(({ event }) => nameOf(event));
      const holes = out.filter((entry) => entry.kind === 'lost');
      assert.deepEqual([...names].sort(), [...kernel.written].sort(), 'each record once');
      for (const [i, { event, late }] of placed.entries()) {
        const before = placed[i - 1]?.event.ktime ?? 0n;
        if (late || event.ktime < before) throw new Error(`out of order: ${names.join(' ')}`);
      }
      assert.equal(
        holes.reduce((sum, { count }) => sum + count, 0),
        kernel.lost,
        'what is lost is counted',
      );
      assert.equal(orderer.generated, kernel.generated);
      assert.deepEqual(orderer.flush(), [], 'nothing is held for ever');
    }),
  );
  t.pass('in all cases');
  t.end();
});

void t.test('it does not matter how the source is cut into batches', (t) => {
  fc.assert(
    fc.property(kernels, readings, fc.integer({ min: 1, max: 20 }), (kernel, reading, size) => {
      const records = read(kernel, reading);
      const whole = new Orderer().push(records);
      const orderer = new Orderer();
      const parts: Ordered[] = [];
      for (let i = 0; i < records.length; i += size) {
        parts.push(...orderer.push(records.slice(i, i + size)));
      }
      const signals = (out: readonly Ordered[]) =>
        told(out.filter(({ kind }) => kind === 'placed'));
      const times = (out: readonly Ordered[]) =>
        out.map((entry) => (entry.kind === 'placed' ? entry.event.ktime : undefined));
      assert.equal(parts.length, whole.length);
      // Records of one time may change places.
      assert.deepEqual(times(parts).filter(Boolean), times(whole).filter(Boolean));
      assert.equal(
        signals(parts).split(' ').sort().join(),
        signals(whole).split(' ').sort().join(),
      );
    }),
  );
  t.pass('in all cases');
  t.end();
});
