import t from 'tap';

import type { Known } from '../../src/identity/describe.js';
import { ProcessCache } from '../../src/identity/process-cache.js';

const known = (pid: number): Known => ({ pid, tid: pid, comm: 'x', uid: 0, gid: 0, cgroupId: '1' });

function cache() {
  const state = { described: 0, user: 'root', cgroup: undefined as string | undefined };
  const made = new ProcessCache({
    identity: () => undefined,
    cgroup: () => state.cgroup,
    user: () => state.user,
    describe: ({ known: { tid, comm }, user }) => {
      state.described++;
      return { tid, comm, ...(user === undefined ? {} : { user }) };
    },
  });
  return { made, state };
}

void t.test('a process that comes again is described once, as long as nothing changes', (t) => {
  const { made, state } = cache();
  const first = made.of(known(1), undefined, undefined);
  t.equal(made.of(known(1), undefined, undefined), first);
  t.equal(first.read(), first.read(), 'the same object');
  t.strictSame(JSON.parse(first.json()), first.read());
  t.equal(state.described, 1);
  state.user = 'toor';
  t.match(first.read(), { user: 'toor' });
  state.cgroup = '/a';
  first.read();
  t.equal(state.described, 3);
  t.end();
});

void t.test('the last 1,024 are kept', (t) => {
  const { made } = cache();
  const readers = Array.from({ length: 1025 }, (_, pid) =>
    made.of(known(pid), undefined, undefined),
  );
  t.equal(made.of(known(1024), undefined, undefined), readers[1024]);
  t.equal(made.of(known(1), undefined, undefined), readers[1]);
  t.not(made.of(known(0), undefined, undefined), readers[0], 'the oldest was let go');
  t.end();
});
