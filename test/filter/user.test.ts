import t from 'tap';

import { user } from '../../src/filter/user.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test(
  '--user takes names and numbers; the programs that know the user test it',
  async (t) => {
    const { part, clauses, match } = await optionOf(user, { user: ['root,33'] });
    t.strictSame(part, { users: [0, 33] });
    t.same(
      Object.keys(clauses).filter((variant) => clauses[variant] !== undefined),
      ['full', 'rawtracepoint'],
    );
    t.match(clauses['full'], /uid[^|]* == \(u?int64\)0\b.*\|\|.*33/);
    t.equal(match(), true);
    t.equal((await optionOf(user, { user: ['7'] })).match(), false);
    t.equal(
      match({ current: { pid: 500 }, target: { pid: 882 } }),
      undefined,
      'the user is unknown',
    );
    t.ok(isListed(user));
  },
);

void t.test('a user that does not exist is refused', async (t) => {
  await t.rejects(optionOf(user, { user: ['no such user'] }), {
    code: 'usage',
    message: '--user "no such user": there is no such user',
    hint: /getent passwd/,
  });
});
