import t from 'tap';

import { COUNTERS, PROBES } from '../../src/wire/probes.js';

void t.test('each probe counts in a map of its own, in the order of a tick', (t) => {
  t.strictSame(
    PROBES.map((probe) => COUNTERS[probe]),
    ['@total', '@delivered', '@exited', '@attempted'],
  );
  t.end();
});
