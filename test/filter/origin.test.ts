import t from 'tap';

import { origin } from '../../src/filter/origin.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test('--origin is matched in user space; an unknown origin cannot be decided', async (t) => {
  const { part, clauses, match } = await optionOf(origin, { origin: ['timer,OOM'] });
  t.strictSame(part, {
    origins: { except: false, names: ['interval-timer', 'posix-timer', 'oom'] },
  });
  t.same(
    Object.values(clauses).filter((clause) => clause !== undefined),
    [],
  );
  t.equal(match({ origin: 'posix-timer' }), true);
  t.equal(match({ origin: 'kill' }), false);
  t.equal(match({ origin: 'unknown' }), undefined);
  const others = await optionOf(origin, { origin: ['!kill'] });
  t.same([others.match(), others.match({ origin: 'unknown' })], [false, true]);
  t.ok(isListed(origin));
});

void t.test('an origin that does not exist is refused', async (t) => {
  await t.rejects(optionOf(origin, { origin: ['kil'] }), {
    code: 'usage',
    hint: 'did you mean kill?',
  });
});
