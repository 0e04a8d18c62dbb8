import t from 'tap';

import { EXIT_STATUSES } from '../src/exit-status.js';

void t.test('each exit status has one meaning', (t) => {
  const statuses = Object.values(EXIT_STATUSES).map(({ status }) => status);
  t.same(statuses, [0, 1, 2, 3, 4]);
  for (const { means } of Object.values(EXIT_STATUSES)) t.match(means, /\w/);
  t.end();
});
