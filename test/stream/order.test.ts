import assert from 'node:assert/strict';

import fc from 'fast-check';
import t from 'tap';

import { type Ordered, Orderer } from '../../src/stream/order.js';
import type { KernelSignal, SourceRecord, Tick } from '../../src/stream/source-record.js';
import { kernelSignal } from '../support/kernel-signal.js';

function signal(cpu: number, seq: number, ktime: number): KernelSignal {
  return kernelSignal({ cpu, seq, ktime: BigInt(ktime) });
}

function tick(cpu: number, ktime: number, totals: number[], halted = false): Tick {
  const cpus = totals.length;
  return { kind: 'tick', ktime: BigInt(ktime), halted, cpu, cpus, firstCpu: 0, totals };
}

/** What went out, in a line: `0.3` is CPU 0's third record, `(0:2)` two lost of CPU 0. */
function told(ordered: readonly Ordered[]): string {
  return ordered
    .map((entry) =>
      entry.kind === 'placed'
        ? `${entry.signal.cpu}.${entry.signal.seq}${entry.late ? ' late' : ''}`
        : entry.kind === 'hole'
          ? `(${entry.cpu}:${entry.count})`
          : `stray ${entry.cpu}.${entry.seq}`,
    )
    .join(' ');
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
  t.match(out[1], { kind: 'hole', cpu: 0, count: 3, after: 10n, before: 50n });
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
  orderer.push([{ kind: 'totals', counts: new Map([[0, 4]]) }]);
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
    totals,
  });
  orderer.push([signal(0, 1, 10), signal(3, 1, 20)]);
  t.equal(told(orderer.push([part(0, [1, 0])])), '');
  t.equal(told(orderer.push([part(2, [0, 1])])), '0.1 3.1');
  t.equal(told(orderer.push([signal(0, 2, 50), part(2, [0, 1], 60n)])), '', 'its first was lost');
  t.equal(told(orderer.push([part(0, [2, 0], 90n), part(2, [0, 1], 90n)])), '0.2');
  t.end();
});

void t.test('a record that was accounted for is not shown again', (t) => {
  const orderer = new Orderer();
  orderer.push([signal(0, 1, 10), tick(0, 40, [2])]);
  t.equal(told(orderer.push([signal(0, 2, 30), signal(0, 1, 10)])), 'stray 0.2 stray 0.1');
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
  readonly buffers: SourceRecord[][];
  readonly written: readonly string[];
  readonly lost: number;
}

/** At each step of the clock some CPU writes a record or a tick; the buffer may have no room. */
const kernels = fc
  .record({
    cpus: fc.integer({ min: 1, max: 4 }),
    steps: fc.array(
      fc.record({
        cpu: fc.nat(3),
        tick: fc.boolean(),
        lost: fc.integer({ min: 0, max: 9 }).map((n) => n === 0),
        // Records of two CPUs may have the same time.
        later: fc.nat(2),
      }),
      { maxLength: 120 },
    ),
  })
  .map(({ cpus, steps }): Kernel => {
    const buffers: SourceRecord[][] = Array.from({ length: cpus }, () => []);
    const totals = new Array<number>(cpus).fill(0);
    const written: { readonly name: string; readonly at: number }[] = [];
    let now = 1;
    let lost = 0;
    for (const step of steps) {
      const cpu = step.cpu % cpus;
      now += step.tick ? 1 + step.later : step.later;
      if (step.tick) {
        if (!step.lost) buffers[cpu]?.push(tick(cpu, now, [...totals]));
        now++;
        continue;
      }
      const seq = (totals[cpu] ?? 0) + 1;
      totals[cpu] = seq;
      if (step.lost) lost++;
      else {
        buffers[cpu]?.push(signal(cpu, seq, now));
        written.push({ name: `${cpu}.${seq}`, at: now });
      }
    }
    // In the end each CPU has ticked.
    now += 100;
    for (const [cpu, buffer] of buffers.entries()) buffer.push(tick(cpu, now, [...totals]));
    return { buffers, written: written.map(({ name }) => name), lost };
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
      const names = placed.map(({ signal: { cpu, seq } }) => `${cpu}.${seq}`);
      const holes = out.filter((entry) => entry.kind === 'hole');
      assert.deepEqual([...names].sort(), [...kernel.written].sort(), 'each record once');
      for (const [i, { signal, late }] of placed.entries()) {
        const before = placed[i - 1]?.signal.ktime ?? 0n;
        if (late || signal.ktime < before) throw new Error(`out of order: ${names.join(' ')}`);
      }
      assert.equal(
        holes.reduce((sum, { count }) => sum + count, 0),
        kernel.lost,
        'what is lost is counted',
      );
      assert.equal(orderer.generated, kernel.written.length + kernel.lost);
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
        out.map((entry) => (entry.kind === 'placed' ? entry.signal.ktime : undefined));
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
