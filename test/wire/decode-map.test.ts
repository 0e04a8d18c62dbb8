import t from 'tap';

import { decodeMap } from '../../src/wire/decode-map.js';

const LIMITS = { possibleCpus: 2, latest: undefined, mostLines: 100 };
const decode = (data: Record<string, unknown>) => decodeMap(data, LIMITS);

void t.test('the maps that count', (t) => {
  t.strictSame(decode({ '@hidden': { '17': 3 } }), {
    kind: 'by-signal',
    what: 'hidden',
    counts: new Map([[17, 3]]),
  });
  t.strictSame(decode({ '@skipped': 12 }), { kind: 'skipped', count: 12 });
  t.strictSame(decode({ '@exited': { '0': 1, '1': 100 } }), {
    kind: 'totals',
    probe: 'exit',
    counts: new Map([
      [0, 1],
      [1, 100],
    ]),
  });
  t.equal(decode({ '@term': { '1': 2 } }), undefined);
  t.end();
});

void t.test('counts that this host cannot have', (t) => {
  for (const data of [
    { '@hidden': { '65': 1 } },
    { '@hidden': { __proto__x: 1 } },
    { '@skipped': 'many' },
    { '@skipped': 101 },
    { '@total': { '-1': 5 } },
    { '@total': { '2': 5 } },
    { '@total': { '0': 101 } },
    { '@total': { '0': 1.5 } },
    { '@total': [1] },
  ])
    t.equal(decode(data), 'impossible', JSON.stringify(data));
  t.end();
});
