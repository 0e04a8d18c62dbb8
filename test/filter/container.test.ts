import t from 'tap';

import { container } from '../../src/filter/container.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test('--container is matched in user space, by the cgroup of the target', async (t) => {
  const { part, clauses, match } = await optionOf(container, { container: ['aaaa,4F5E', '4F5E'] });
  t.strictSame(part, { toContainers: ['aaaa', '4F5E'] });
  t.same(
    Object.values(clauses).filter((clause) => clause !== undefined),
    [],
  );
  t.equal(
    match({
      target: {
        cgroup: '/docker/4f5e000000000000000000000000000000000000000000000000000000000000',
      },
    }),
    true,
  );
  t.equal(match({ target: { cgroup: '/x' } }), false);
  t.equal(match({ target: { pid: 1 } }), undefined, 'its cgroup is unknown');
  t.same(container.needs?.(part), { cgroups: true });
  t.same(container.needs?.(container.none), { cgroups: false });
  t.ok(isListed(container));
});

void t.test('a value that no target can have is refused', (t) => {
  t.throws(
    () => {
      container.check({ toContainers: ['web-1'] }, '--container');
    },
    { code: 'usage', message: /^--container "web-1"/, hint: /docker ps/ },
  );
  t.end();
});
