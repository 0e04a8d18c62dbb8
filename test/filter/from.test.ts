import t from 'tap';

import { from } from '../../src/filter/from.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test('--from: the programs that know the sender test a pid or a name', async (t) => {
  const { part, clauses, match } = await optionOf(from, { from: ['500', 'cron'] });
  t.strictSame(part.from, [
    { kind: 'pid', pid: 500 },
    { kind: 'name', name: 'cron' },
  ]);
  t.match(clauses, {
    full: /^\(\$from == 500 \|\| comm == "cron" \|\| \$task->group_leader->comm == "cron" \|\| \(\$from_exe & FIRST_4\) == 0x6e6f7263\)$/,
    core: undefined,
  });
  t.same([clauses['fentry'], clauses['kprobe']], [undefined, undefined], 'no code');
  t.equal(match(), true);
  t.equal(match({ current: { pid: 501, comm: 'sh', cmdline: ['sh'] } }), false);
  t.equal(match({ current: { pid: 501, comm: 'sh' } }), undefined, 'its program is unknown');
  t.equal(match({ current: undefined }), undefined, 'the sender is unknown');
  t.equal(match({ sentByCode: false }), false, 'nobody sent it');
  t.ok(isListed(from));
});

void t.test('the idle task sends; a pid that cannot be is refused', (t) => {
  from.check({ from: [{ kind: 'pid', pid: 0 }] }, '--from');
  t.throws(
    () => {
      from.check({ from: [{ kind: 'pid', pid: 4_194_304 }] }, '--from');
    },
    { code: 'usage', message: '--from 4194304: no pid is that large' },
  );
  t.end();
});
