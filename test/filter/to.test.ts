import t from 'tap';

import { to } from '../../src/filter/to.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test('--to: every program but core tests a pid', async (t) => {
  const { clauses, match } = await optionOf(to, { to: ['882'] });
  const clause = '($to == 882 || ($to == 0 && $tid == 882))';
  t.same(clauses, {
    full: clause,
    rawtracepoint: clause,
    fentry: clause,
    kprobe: clause,
    core: undefined,
  });
  t.equal(match(), true);
  t.equal(match({ target: { pid: 500 } }), false);
  t.equal((await optionOf(to, { to: ['unit/nginx'] })).match({ target: { pid: 882 } }), undefined);
  t.equal((await optionOf(to, { to: ['/x/'] })).clauses['full'], undefined, 'a command line');
  t.ok(isListed(to));
});

void t.test('the idle task is never signalled', (t) => {
  t.throws(
    () => {
      to.check({ to: [{ kind: 'pid', pid: 0 }] }, '--to');
    },
    { code: 'usage', message: /^--to 0: /, hint: /--from 0/ },
  );
  t.end();
});
