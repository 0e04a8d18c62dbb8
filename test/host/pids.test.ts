import t from 'tap';

import { pids } from '../../src/host/pids.js';

void t.test('this process and its parent are among the pids, which are numbers alone', (t) => {
  const all = pids();
  t.ok(all.includes(process.pid));
  t.ok(all.includes(process.ppid));
  t.ok(all.every(Number.isInteger));
  t.end();
});
