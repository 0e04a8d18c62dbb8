import { mkdirSync, rmdirSync, statSync } from 'node:fs';
import path from 'node:path';

import t from 'tap';

import { CgroupPaths } from '../../src/host/cgroup-paths.js';
import { PendingLookups } from '../../src/host/pending-lookups.js';

function paths(mount: string | undefined, only = true) {
  const clock = { ms: 0 };
  const pending = new PendingLookups();
  const found = new CgroupPaths(() => clock.ms, pending, { mount, only, named: true, told: true });
  return { clock, pending, found };
}

const idOf = (folder: string) => String(statSync(folder, { bigint: true }).ino);

void t.test('a cgroup stays known after it has gone, and a new one is searched', async (t) => {
  const mount = t.testdir({ a: { b: {} } });
  const { clock, pending, found } = paths(mount);
  await pending.settled(10_000);
  const inner = path.join(mount, 'a/b');
  const id = idOf(inner);
  t.equal(found.get(id), '/a/b');
  t.equal(found.get(idOf(mount)), '/');
  const later = path.join(mount, 'c');
  mkdirSync(later);
  rmdirSync(inner);
  t.equal(found.get(idOf(later)), undefined);
  t.notOk(pending.any, 'searches rest');
  clock.ms = 1000;
  t.equal(found.get(idOf(later)), undefined);
  await pending.settled(10_000);
  t.equal(found.get(idOf(later)), '/c');
  t.equal(found.get(id), '/a/b');
});

void t.test('beside older hierarchies the root means nothing', async (t) => {
  const mount = t.testdir({});
  const { pending, found } = paths(mount, false);
  await pending.settled(10_000);
  t.equal(found.get(idOf(mount)), undefined);
  t.notOk(paths(undefined).pending.any, 'without a mount nothing is searched');
});
