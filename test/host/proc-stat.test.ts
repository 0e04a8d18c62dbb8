import t from 'tap';

import { procStat, procStatOf, startedAt, startedBefore } from '../../src/host/proc-stat.js';

void t.test('the stat of this process', (t) => {
  const stat = procStat(process.pid);
  t.match(stat, { parent: process.ppid, state: /^[RS]$/ });
  t.ok((stat?.startTicks ?? 0n) > 0n);
  t.ok((stat?.argStart ?? 0) > 0);
  t.end();
});

void t.test('a name may hold blanks and brackets', (t) => {
  const { title } = process;
  t.teardown(() => (process.title = title));
  process.title = 'a) S (b';
  t.match(procStat(process.pid), { comm: 'a) S (b', parent: process.ppid });
  t.end();
});

void t.test('a process is known by its start time, in hundredths of a second', (t) => {
  const stat = procStat(process.pid);
  if (stat === undefined) throw new Error('no stat');
  const startTimeNs = stat.startTicks * 10_000_000n;
  t.ok(startedAt(stat, startTimeNs + 9_999_999n));
  t.notOk(startedAt(stat, startTimeNs + 10_000_000n));
  t.ok(startedBefore(stat, startTimeNs));
  t.notOk(startedBefore(stat, startTimeNs - 1n));
  t.match(procStatOf({ pid: process.pid, startTimeNs }), { parent: process.ppid });
  t.equal(procStatOf({ pid: process.pid, startTimeNs: startTimeNs - 1n }), undefined);
  t.equal(procStat(0), undefined);
  t.end();
});
