import t from 'tap';

import { unit } from '../../src/filter/unit.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test('--unit is matched in user space, by the cgroup of the target', async (t) => {
  const { part, clauses, match } = await optionOf(unit, { unit: ['cron,nginx', 'nginx'] });
  t.strictSame(part, { toUnits: ['cron', 'nginx'] });
  t.same(
    Object.values(clauses).filter((clause) => clause !== undefined),
    [],
  );
  t.equal(match({ target: { cgroup: '/system.slice/nginx.service' } }), true);
  t.equal(match({ target: { cgroup: '/x' } }), false);
  t.equal(match({ target: { pid: 1 } }), undefined, 'its cgroup is unknown');
  t.same(unit.needs?.(part), { cgroups: true });
  t.same(unit.needs?.(unit.none), { cgroups: false });
  t.ok(isListed(unit));
});

void t.test('a value that no target can have is refused', (t) => {
  t.throws(
    () => {
      unit.check({ toUnits: ['a/b'] }, '--unit');
    },
    { code: 'usage', message: /^--unit "a.b"/, hint: /systemctl/ },
  );
  t.end();
});
