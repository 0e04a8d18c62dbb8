import t from 'tap';

import { OpenFloods } from '../../src/pipeline/open-floods.js';
import type { FloodMap } from '../../src/wire/events.js';

const EQUAL = 882 * 2 ** 27 + 500 * 2 ** 5 + 10;

function floods(maps: Partial<Record<FloodMap['what'], [number, number][]>>) {
  const open = new OpenFloods();
  for (const [what, values] of Object.entries(maps)) {
    open.add({ kind: 'flood-map', what: what as FloodMap['what'], values: new Map(values) });
  }
  return open.take();
}

void t.test('what the maps hold at the end', (t) => {
  const found = floods({
    size: [
      [0, 100],
      [9, 4187],
      [10, 300],
    ],
    equal: [
      [0, EQUAL],
      [9, EQUAL],
    ],
    until: [[9, 3_000_000_000]],
    last: [[9, 2_500_000_000]],
  });
  t.strictSame(found, [
    {
      kind: 'flood',
      ...{ signo: 10, codeBits: 0, senderPid: 882, targetPid: 500, thinned: 4087 },
      ...{ since: 2_000_000_000n, last: 2_500_000_000n },
    },
  ]);
  t.strictSame(floods({}), [], 'bpftrace was killed');
  t.end();
});
