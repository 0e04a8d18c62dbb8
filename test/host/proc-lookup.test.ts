import { readlinkSync } from 'node:fs';

import { execa } from 'execa';
import t, { type Test } from 'tap';

import { FactFinder, type Program } from '../../src/host/proc-lookup.js';
import { procStat } from '../../src/host/proc-stat.js';
import { Underway } from '../../src/host/pending-lookups.js';

/** A process that sleeps, as it stands in /proc. */
async function sleeper(t: Test): Promise<Program> {
  const sleeping = execa('sleep', ['60'], { reject: false });
  t.teardown(async () => {
    sleeping.kill('SIGKILL');
    await sleeping;
  });
  await new Promise((resolve) => sleeping.once('spawn', resolve));
  const { pid = 0 } = sleeping;
  const { startTicks = 0n, image = 0 } = procStat(pid) ?? {};
  return { pid, started: startTicks * 10_000_000n, image };
}

void t.test('a process is looked up while it lives', async (t) => {
  const program = await sleeper(t);
  const underway = new Underway();
  const finder = new FactFinder(Date.now, underway);
  finder.want(program);
  await underway.settled(10_000);
  const exe = readlinkSync(`/proc/${program.pid}/exe`);
  t.match(finder.get(program), { exe, commandLine: { args: ['sleep', '60'] } });

  // As of a process that is about to end: its signals may have their turn only then.
  const dying = { ...program, image: 0 };
  finder.want(dying);
  t.match(finder.get(program), { exe }, 'and still known when it has no memory any more');
  await underway.settled(10_000);
  t.notHas(finder.get(dying), { exe }, 'which proves nothing of what it runs then');
});

void t.test('nothing is taken from a process of the same pid', async (t) => {
  const program = await sleeper(t);
  const underway = new Underway();
  const finder = new FactFinder(Date.now, underway);
  const earlier = { ...program, started: program.started - 10_000_000n };
  finder.want(earlier);
  await underway.settled(10_000);
  t.strictSame(finder.get(earlier), { ...earlier, read: 0 });
  t.equal(finder.get(program), undefined);
});
