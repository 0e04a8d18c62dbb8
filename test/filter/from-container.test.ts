import t from 'tap';

import { fromContainer } from '../../src/filter/from-container.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test('--from-container is matched in user space, by the cgroup of the sender', async (t) => {
  const { part, clauses, match } = await optionOf(fromContainer, {
    'from-container': ['aaaa,4f5e', '4f5e'],
  });
  t.strictSame(part, { fromContainers: ['aaaa', '4f5e'] });
  t.same(
    Object.values(clauses).filter((clause) => clause !== undefined),
    [],
  );
  t.equal(
    match({
      current: {
        cgroup: '/docker/4f5e000000000000000000000000000000000000000000000000000000000000',
      },
    }),
    true,
  );
  t.equal(match({ current: { cgroup: '/x' } }), false);
  t.equal(match({ current: { pid: 1 } }), undefined, 'its cgroup is unknown');
  t.equal(match({ sentByCurrent: false, sentByCode: false }), false, 'nobody sent it');
  t.same(fromContainer.needs?.(part), { cgroups: true });
  t.same(fromContainer.needs?.(fromContainer.none), { cgroups: false });
  t.ok(isListed(fromContainer));
});

void t.test('a value that no sender can have is refused', (t) => {
  t.throws(
    () => {
      fromContainer.check({ fromContainers: ['web-1'] }, '--from-container');
    },
    { code: 'usage', message: /^--from-container "web-1"/, hint: /docker ps/ },
  );
  t.end();
});
