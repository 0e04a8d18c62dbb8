import t from 'tap';

import { CURRENT_COMM, CURRENT_IDS } from '../../../src/wire/lines/current.js';

void t.test('the core program knows all of the task on the processor', (t) => {
  const fields = Object.entries({ ...CURRENT_IDS, ...CURRENT_COMM });
  t.strictSame(
    fields.map(([name, { core }]) => [name, core]),
    [
      ['currentPid', 'pid'],
      ['currentTid', 'tid'],
      ['uid', 'uid'],
      ['gid', 'gid'],
      ['cgroupId', 'cgroup'],
      ['currentComm', 'comm'],
    ],
  );
  t.end();
});
