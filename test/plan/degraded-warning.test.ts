import t from 'tap';

import { degradedWarning } from '../../src/plan/degraded-warning.js';

void t.test('the probe that runs, why the richer one was refused, and the fix', (t) => {
  const warning = degradedWarning('fentry', { message: 'no tracefs', hint: 'mount it' });
  t.match(warning, { code: 'less_is_told', message: /fentry.*no tracefs$/, hint: 'mount it' });
  t.end();
});
