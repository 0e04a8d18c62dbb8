import { readlinkSync } from 'node:fs';

import { execa } from 'execa';
import t, { type Test } from 'tap';

import { PendingLookups } from '../../src/host/pending-lookups.js';
import { ProcLookup, type RunningProgram } from '../../src/host/proc-lookup.js';
import { procStat } from '../../src/host/proc-stat.js';

/** A process that sleeps, as it stands in /proc. */
async function sleeper(t: Test): Promise<RunningProgram> {
  const sleeping = execa('sleep', ['60'], { reject: false });
  t.teardown(async () => {
    sleeping.kill('SIGKILL');
    await sleeping;
  });
  await new Promise((resolve) => sleeping.once('spawn', resolve));
  const { pid = 0 } = sleeping;
  const { startTicks = 0n, argStart = 0 } = procStat(pid) ?? {};
  return { pid, startTimeNs: startTicks * 10_000_000n, argStart };
}

void t.test('a process is looked up while it lives', async (t) => {
  const program = await sleeper(t);
  const underway = new PendingLookups();
  const finder = new ProcLookup(Date.now, underway);
  finder.prefetch(program);
  await underway.settled(10_000);
  const exe = readlinkSync(`/proc/${program.pid}/exe`);
  t.match(finder.get(program), { exe, commandLine: { args: ['sleep', '60'] } });

  // As of a process that is about to end: its signals may have their turn only then.
  const dying = { ...program, argStart: 0 };
  finder.prefetch(dying);
  t.match(finder.get(program), { exe }, 'and still known when it has no memory any more');
  await underway.settled(10_000);
  t.notHas(finder.get(dying), { exe }, 'which proves nothing of what it runs then');
});

void t.test('nothing is taken from a process of the same pid', async (t) => {
  const program = await sleeper(t);
  const underway = new PendingLookups();
  const finder = new ProcLookup(Date.now, underway);
  const earlier = { ...program, startTimeNs: program.startTimeNs - 10_000_000n };
  finder.prefetch(earlier);
  await underway.settled(10_000);
  t.strictSame(finder.get(earlier), { ...earlier, read: 0 });
  t.equal(finder.get(program), undefined);
});
