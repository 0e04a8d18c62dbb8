import t from 'tap';

import { Lineages } from '../../src/identity/ancestor-chains.js';
import { procStat } from '../../src/host/proc-stat.js';
import { Underway } from '../../src/host/pending-lookups.js';

void t.test('who they are is known at once, their command lines soon', async (t) => {
  let now = 1_000_000;
  const underway = new Underway();
  const lineages = new Lineages(() => now, underway, true);
  const started = (procStat(process.pid)?.startTicks ?? 0n) * 10_000_000n;
  const self = { pid: process.pid, started };
  const parent = { pid: process.ppid, comm: procStat(process.ppid)?.comm };
  const found = () => lineages.get(self)?.read([]) ?? [];

  lineages.want(self, []);
  t.strictSame(found()[0], parent);
  t.equal(found().at(-1)?.pid, 1);
  await underway.settled(10_000);
  t.hasStrict(found()[0], parent);
  t.match(found()[0]?.cmd, /./);

  const before = found();
  now += 60_000;
  lineages.want(self, []);
  t.strictSame(found(), before, 'nor lost while they are read again');
});
