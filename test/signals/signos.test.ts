import t from 'tap';

import { signalName } from '../../src/signals/numbers.js';
import * as signos from '../../src/signals/signos.js';

void t.test('each constant has the number of its name', (t) => {
  const all = Object.entries(signos);
  t.ok(all.length > 0);
  for (const [name, signo] of all) t.equal(signalName(signo), name);
  t.end();
});
