import { readlinkSync } from 'node:fs';

import t from 'tap';

import { ownNamespace } from '../../src/host/namespaces.js';

const INITIAL = { cgroup: 0xeffffffb, pid: 0xeffffffc, user: 0xeffffffd } as const;

void t.test('an inode, unless the namespace is the initial one', (t) => {
  for (const kind of ['cgroup', 'pid', 'user'] as const) {
    const inode = Number(readlinkSync(`/proc/self/ns/${kind}`).replace(/\D/g, ''));
    t.equal(ownNamespace(kind), inode === INITIAL[kind] ? undefined : inode, kind);
  }
  t.end();
});
