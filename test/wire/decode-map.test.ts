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

void t.test('the places of floods, eight of each CPU', (t) => {
  t.strictSame(decode({ '@flood': { '15': 2 ** 53 - 1 } }), {
    kind: 'flood-map',
    what: 'equal',
    values: new Map([[15, 2 ** 53 - 1]]),
  });
  t.strictSame(decode({ '@flood_size': { '0': 4187 } }), {
    kind: 'flood-map',
    what: 'size',
    values: new Map([[0, 4187]]),
  });
  t.equal(decode({ '@flood_until': { '16': 1 } }), 'impossible', 'a third CPU');
  t.equal(decode({ '@flood_last': { '0': 0.5 } }), 'impossible');
  t.end();
});
