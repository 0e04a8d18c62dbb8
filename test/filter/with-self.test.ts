import t from 'tap';

import { withSelf } from '../../src/filter/with-self.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test("without --with-self, no end may be one of the tracer's six pids", async (t) => {
  const without = await optionOf(withSelf, {});
  const own = await optionOf(withSelf, { 'with-self': true });
  t.same([without.part, own.part], [{ withSelf: false }, { withSelf: true }]);
  for (const n of [1, 2, 3, 4, 5, 6]) {
    t.match(without.clauses['full'], `$own_to != $${n}`);
    t.match(without.clauses['full'], `$own != $${n}`);
    t.match(without.clauses['core'], `args->pid != $${n}`);
  }
  t.equal(own.clauses['full'], '($own != $1 || $own_to != $1)', "the wrapper's own to itself");
  t.ok(isListed(withSelf));
});
