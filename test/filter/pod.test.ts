import t from 'tap';

import { pod } from '../../src/filter/pod.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test('--pod is matched in user space, by the cgroup of the target', async (t) => {
  const { part, clauses, match } = await optionOf(pod, {
    pod: [
      '00000000000000000000000000000000,12345678-1234-1234-1234-123456789abc',
      '12345678-1234-1234-1234-123456789abc',
    ],
  });
  t.strictSame(part, {
    toPods: ['00000000000000000000000000000000', '12345678-1234-1234-1234-123456789abc'],
  });
  t.same(
    Object.values(clauses).filter((clause) => clause !== undefined),
    [],
  );
  t.equal(
    match({
      target: {
        cgroup: '/kubepods.slice/kubepods-pod12345678_1234_1234_1234_123456789abc.slice/x',
      },
    }),
    true,
  );
  t.equal(match({ target: { cgroup: '/x' } }), false);
  t.equal(match({ target: { pid: 1 } }), undefined, 'its cgroup is unknown');
  t.same(pod.needs?.(part), { cgroups: true });
  t.same(pod.needs?.(pod.none), { cgroups: false });
  t.ok(isListed(pod));
});

void t.test('a value that no target can have is refused', (t) => {
  t.throws(
    () => {
      pod.check({ toPods: ['web-7d4b9'] }, '--pod');
    },
    { code: 'usage', message: /^--pod "web-7d4b9"/, hint: /kubectl get pod/ },
  );
  t.end();
});
