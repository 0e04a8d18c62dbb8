import t from 'tap';

import { fromUnit } from '../../src/filter/from-unit.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test('--from-unit is matched in user space, by the cgroup of the sender', async (t) => {
  const { part, clauses, match } = await optionOf(fromUnit, {
    'from-unit': ['cron,nginx.service', 'nginx.service'],
  });
  t.strictSame(part, { fromUnits: ['cron', 'nginx.service'] });
  t.same(
    Object.values(clauses).filter((clause) => clause !== undefined),
    [],
  );
  t.equal(match({ current: { cgroup: '/system.slice/nginx.service' } }), true);
  t.equal(match({ current: { cgroup: '/x' } }), false);
  t.equal(match({ current: { pid: 1 } }), undefined, 'its cgroup is unknown');
  t.equal(match({ sentByCurrent: false, sentByCode: false }), false, 'nobody sent it');
  t.same(fromUnit.needs?.(part), { cgroups: true });
  t.same(fromUnit.needs?.(fromUnit.none), { cgroups: false });
  t.ok(isListed(fromUnit));
});

void t.test('a value that no sender can have is refused', (t) => {
  t.throws(
    () => {
      fromUnit.check({ fromUnits: ['a/b'] }, '--from-unit');
    },
    { code: 'usage', message: /^--from-unit "a.b"/, hint: /systemctl/ },
  );
  t.end();
});
