import t from 'tap';

import { FRAMES } from '../../src/signals/frames.js';
import { ORIGINS } from '../../src/signals/origins.js';

void t.test('each origin stands once, and every origin of a stack is one', (t) => {
  t.equal(new Set(ORIGINS).size, ORIGINS.length);
  const origins: readonly string[] = ORIGINS;
  for (const { origin } of FRAMES) t.ok([...origins, 'cpu-timers'].includes(origin), origin);
  t.end();
});
