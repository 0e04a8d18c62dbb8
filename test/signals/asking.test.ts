import t from 'tap';

import { ASKING } from '../../src/signals/asking.js';
import { signalName } from '../../src/signals/numbers.js';

void t.test('each number is the signal that its comment names', (t) => {
  const names = ['HUP', 'INT', 'QUIT', 'USR1', 'TERM', 'WINCH', 'PWR', 'RTMIN+3'];
  t.strictSame(
    ASKING.map(signalName),
    names.map((name) => `SIG${name}`),
  );
  t.end();
});
