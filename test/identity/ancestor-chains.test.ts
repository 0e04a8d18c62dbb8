import t from 'tap';

import { PendingLookups } from '../../src/host/pending-lookups.js';
import { procStat } from '../../src/host/proc-stat.js';
import { AncestorChains } from '../../src/identity/ancestor-chains.js';

void t.test('who they are is known at once, their command lines soon', async (t) => {
  let now = 1_000_000;
  const underway = new PendingLookups();
  const lineages = new AncestorChains(() => now, underway, true);
  const startTimeNs = (procStat(process.pid)?.startTicks ?? 0n) * 10_000_000n;
  const self = { pid: process.pid, startTimeNs };
  const parent = { pid: process.ppid, comm: procStat(process.ppid)?.comm };
  const found = () => lineages.get(self)?.read([]) ?? [];

  lineages.prefetch(self, []);
  t.strictSame(found()[0], parent);
  t.equal(found().at(-1)?.pid, 1);
  await underway.settled(10_000);
  t.hasStrict(found()[0], parent);
  t.match(found()[0]?.cmd, /./);

  const before = found();
  now += 60_000;
  lineages.prefetch(self, []);
  t.strictSame(found(), before, 'nor lost while they are read again');
});
