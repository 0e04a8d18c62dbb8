import { existsSync, statSync } from 'node:fs';

import t from 'tap';

import { hostCgroups } from '../../src/host/cgroup-mount.js';

void t.test('a mount is the root of the hierarchy', (t) => {
  const { mount, told, named } = hostCgroups();
  t.equal(told, named || mount !== undefined);
  if (mount !== undefined) {
    t.equal(statSync(mount).ino, 1);
    t.ok(existsSync(`${mount}/cgroup.procs`));
  }
  t.end();
});
