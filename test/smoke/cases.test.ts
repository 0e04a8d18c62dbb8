import t from 'tap';

import { CASES } from '../../src/smoke/cases.js';

void t.test('every case has what it needs', (t) => {
  t.ok(CASES.length > 6);
  t.equal(new Set(CASES.map(({ name }) => name)).size, CASES.length);
  for (const { name, expected } of CASES) {
    t.ok(expected.length > 0, name);
    t.equal(
      new Set(expected.map(({ signal, to }) => `${signal.signal} ${to}`)).size,
      expected.length,
    );
  }
  t.end();
});
