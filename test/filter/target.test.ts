import t from 'tap';

import { target } from '../../src/filter/target.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test('the positional argument matches either end', async (t) => {
  const { part, clauses, match } = await optionOf(target, { target: '882' });
  t.strictSame(part, { either: [{ kind: 'pid', pid: 882 }] });
  t.same(
    Object.keys(clauses).filter((variant) => clauses[variant] !== undefined),
    ['full', 'rawtracepoint'],
  );
  t.match(clauses['full'], /\$from == 882.*\|\|.*\$to == 882/);
  t.equal(match(), true, 'the target');
  t.equal(match({ current: { pid: 882 }, target: { pid: 1 } }), true, 'the sender');
  t.equal(match({ target: { pid: 1 } }), false);
  t.equal(match({ current: undefined, target: { pid: 1 } }), undefined, 'the sender is unknown');
  t.ok(isListed(target));
});

void t.test('messages call it the target', async (t) => {
  await t.rejects(optionOf(target, { target: '-5' }), {
    code: 'usage',
    message: 'the target -5: no pid is negative',
  });
});
