import t from 'tap';

import { fromSlice } from '../../src/filter/from-slice.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test('--from-slice is matched in user space, by the cgroup of the sender', async (t) => {
  const { part, clauses, match } = await optionOf(fromSlice, {
    'from-slice': ['system,user-1000', 'user-1000'],
  });
  t.strictSame(part, { fromSlices: ['system', 'user-1000'] });
  t.same(
    Object.values(clauses).filter((clause) => clause !== undefined),
    [],
  );
  t.equal(match({ current: { cgroup: '/user.slice/user-1000.slice/x.scope' } }), true);
  t.equal(match({ current: { cgroup: '/x' } }), false);
  t.equal(match({ current: { pid: 1 } }), undefined, 'its cgroup is unknown');
  t.equal(match({ sentByCurrent: false, sentByCode: false }), false, 'nobody sent it');
  t.same(fromSlice.needs?.(part), { cgroups: true });
  t.same(fromSlice.needs?.(fromSlice.none), { cgroups: false });
  t.ok(isListed(fromSlice));
});

void t.test('a value that no sender can have is refused', (t) => {
  t.throws(
    () => {
      fromSlice.check({ fromSlices: ['a/b'] }, '--from-slice');
    },
    { code: 'usage', message: /^--from-slice "a.b"/, hint: /systemd-cgls/ },
  );
  t.end();
});
