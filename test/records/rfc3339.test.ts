import fc from 'fast-check';
import t from 'tap';

import { rfc3339, times } from '../../src/records/rfc3339.js';

void t.test('nanoseconds in UTC', (t) => {
  const known: [ns: bigint, text: string][] = [
    [0n, '1970-01-01T00:00:00.000000000Z'],
    [1n, '1970-01-01T00:00:00.000000001Z'],
    [999_999_999n, '1970-01-01T00:00:00.999999999Z'],
    [1_795_410_600_123_456_789n, '2026-11-23T05:10:00.123456789Z'],
    [1_709_164_800_000_000_000n, '2024-02-29T00:00:00.000000000Z'],
    [4_102_444_800_000_000_001n, '2100-01-01T00:00:00.000000001Z'],
  ];
  for (const [ns, text] of [...known, ...known.toReversed()]) t.equal(rfc3339(ns), text);
  t.end();
});

void t.test('any two moments one after the other: right to the ms, and in order', (t) => {
  const moment = fc.bigInt({ min: 0n, max: 4_000_000_000_000_000_000n });
  fc.assert(
    fc.property(moment, fc.bigInt({ min: 0n, max: 3_000_000_000n }), (first, later) => {
      const [a, b] = [rfc3339(first), rfc3339(first + later)];
      const right = (text: string, ns: bigint) => BigInt(Date.parse(text)) === ns / 1_000_000n;
      return right(a, first) && right(b, first + later) && (later === 0n ? a === b : a < b);
    }),
  );
  t.end();
});

void t.test('both times of a record are one moment', (t) => {
  t.strictSame(times(1_795_410_600_123_456_789n), {
    time: '2026-11-23T05:10:00.123456789Z',
    epoch_us: 1_795_410_600_123_456,
  });
  t.end();
});
