// A made-up host: its clocks stand where a test puts them, in ns.
import fc from 'fast-check';
import t from 'tap';

import { readClocks, WallClock } from '../../src/pipeline/wall-clock.js';

const MS = 1_000_000n;
const SECOND = 1000n * MS;
const abs = (ns: bigint) => (ns < 0n ? -ns : ns);

/** `slept` is how far CLOCK_BOOTTIME is ahead of CLOCK_MONOTONIC, ours; 0 also where bpftrace uses ours. */
function madeUp({ slept = 0n, wallAhead = 1_795_410_600n * SECOND } = {}) {
  const host = { slept, wallAhead, now: 1000n * SECOND, reads: 0 };
  const clock = new WallClock(() => {
    host.reads++;
    return { monotonic: host.now, wall: host.now + host.wallAhead };
  });
  return {
    host,
    clock,
    /** A record is stamped now, and comes after `delay`; how far its time is off then. */
    comes: (delay: bigint): bigint => {
      const ktime = host.now + host.slept;
      const wall = host.now + host.wallAhead;
      host.now += delay;
      clock.saw(ktime, host.now);
      return clock.wall(ktime) - wall;
    },
    /** A record that was asked for is stamped after `delay`, and comes after another. */
    proves: (delay: bigint, slept?: bigint): void => {
      const asked = host.now;
      host.now += delay;
      const ktime = host.now + host.slept;
      host.now += delay;
      clock.saw(ktime, host.now);
      clock.proved(ktime, asked, slept);
    },
    check: (): void => {
      clock.check(host.now, Number((host.now + host.wallAhead) / MS));
    },
    /** How far the time of a record stamped now would be off. */
    off: (): bigint => clock.wall(host.now + host.slept) - (host.now + host.wallAhead),
  };
}

void t.test('where the kernel stamps with our own clock, delays do no harm', (t) => {
  const { clock, comes, proves } = madeUp();
  t.equal(comes(40n * MS), 0n);
  proves(3n * MS);
  t.equal(comes(900n * MS), 0n);
  t.equal(comes(1n), 0n);
  t.equal(clock.errorNs, 1_000n, 'but for the µs that reading the clocks takes');
  t.end();
});

void t.test(
  'where it stamps with one that went on while the host slept, the quickest record tells',
  (t) => {
    const { comes, proves } = madeUp({ slept: 5000n * SECOND });
    t.equal(comes(40n * MS), 40n * MS);
    t.equal(comes(2n * MS), 2n * MS);
    t.equal(comes(40n * MS), 2n * MS, 'the quickest so far');
    proves(1n * MS);
    t.equal(comes(40n * MS), 1n * MS);
    t.end();
  },
);

void t.test('the error that is told is never exceeded', (t) => {
  const delays = fc.array(fc.bigInt({ min: 0n, max: 200n * MS }), { maxLength: 20 });
  // No host sleeps for less than a second.
  const slept = fc.constantFrom(0n, SECOND, 5000n * SECOND);
  fc.assert(
    fc.property(slept, delays, fc.bigInt({ min: 0n, max: 100n * MS }), (slept, delays, proof) => {
      const made = madeUp({ slept });
      for (const delay of delays) made.comes(delay);
      made.proves(proof);
      return abs(made.off()) <= made.clock.errorNs;
    }),
    { numRuns: 1000 },
  );
  t.end();
});

void t.test('how long the host has slept is taken from the kernel where it can be true', (t) => {
  const slept = 5000n * SECOND;
  const made = madeUp({ slept });
  made.comes(40n * MS);
  made.proves(3n * MS, slept + 80n);
  t.equal(made.off(), -80n);
  t.equal(made.comes(900n * MS), -80n, 'whatever is late');
  t.ok(made.clock.errorNs <= 6n * MS, 'but no more is proven than what is measured');
  t.equal(made.comes(1n), -80n, 'and whatever is quick');
  for (const wrong of [0n, SECOND, slept - 10n * MS, slept + 10n * MS]) {
    const other = madeUp({ slept });
    other.proves(3n * MS, wrong);
    t.equal(other.off(), 3n * MS, `${wrong} ns can't be`);
  }
  const ours = madeUp();
  ours.proves(3n * MS, slept);
  t.equal(ours.off(), 0n, 'our own clock stood still as well');
  t.end();
});

void t.test('a wall clock that is set is noticed, either way', (t) => {
  for (const by of [-3600n * SECOND, -2n * MS, 2n * MS, 3600n * SECOND]) {
    const made = madeUp();
    made.comes(MS);
    made.host.wallAhead += by;
    made.check();
    t.equal(made.off(), 0n, `set by ${by} ns`);
  }
  t.end();
});

void t.test('however little it was set, times are right to the millisecond', (t) => {
  for (const by of [-1_200_000n, -600_000n, 600_000n, 1_200_000n]) {
    const made = madeUp();
    made.comes(MS);
    made.host.wallAhead += by;
    for (let i = 0n; i < 100n; i++) {
      made.host.now += 12_345_678n;
      made.check();
    }
    t.equal(made.off(), 0n, `set by ${by} ns`);
  }
  t.end();
});

void t.test('a clock that was not set is not read again: that takes a while', (t) => {
  const made = madeUp();
  for (let i = 0n; i < 100n; i++) {
    made.host.now += 12_345_678n * i;
    made.check();
  }
  t.equal(made.host.reads, 1);
  t.end();
});

void t.test('the host sleeps', (t) => {
  for (const sleptBefore of [0n, 5000n * SECOND]) {
    const made = madeUp({ slept: sleptBefore });
    made.proves(1n * MS);
    made.host.slept += 60n * SECOND;
    made.host.wallAhead += 60n * SECOND;
    made.comes(1n * MS);
    made.check();
    t.ok(abs(made.off()) <= 1n * MS, `off by ${made.off()} ns`);
    made.proves(1n * MS, sleptBefore);
    t.ok(abs(made.off()) <= 1n * MS, 'what the kernel said before is not true any more');
    t.ok(abs(made.off()) <= made.clock.errorNs);
    t.ok(made.clock.errorNs <= 2n * MS, 'what was known before no longer widens the error');
  }
  t.end();
});

void t.test('the clocks of this process', (t) => {
  const before = process.hrtime.bigint();
  const { monotonic, wall } = readClocks();
  const after = process.hrtime.bigint();
  t.ok(before < monotonic && monotonic < after);
  t.equal(wall % MS, 0n, 'read as the millisecond begins');
  t.ok(abs(BigInt(Date.now()) * MS - wall) < 10n * SECOND);
  t.end();
});
