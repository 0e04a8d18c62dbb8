import t from 'tap';

import { PROBES, TARGET_STATE } from '../../src/wire/events.js';

void t.test('the order in which a tick tells of the probes', (t) => {
  t.strictSame(PROBES, ['signal', 'delivery', 'exit', 'attempt']);
  t.end();
});

void t.test('the bits of the target’s state do not overlap', (t) => {
  const bits = Object.values(TARGET_STATE);
  t.equal(
    bits.reduce((all, bit) => all | bit, 0),
    bits.reduce((sum, bit) => sum + bit, 0),
  );
  t.end();
});
