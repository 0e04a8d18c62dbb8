import t from 'tap';

import { fromUser } from '../../src/filter/from-user.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test(
  '--from-user takes names and numbers; the programs that know the user test it',
  async (t) => {
    const { part, clauses, match } = await optionOf(fromUser, { 'from-user': ['root,1000'] });
    t.strictSame(part, { fromUsers: [0, 1000] });
    t.same(
      Object.keys(clauses).filter((variant) => clauses[variant] !== undefined),
      ['full', 'rawtracepoint', 'core'],
    );
    t.match(clauses['full'], /uid[^|]* == \(u?int64\)0\b.*\|\|.*1000/);
    t.equal(match(), true);
    t.equal((await optionOf(fromUser, { 'from-user': ['7'] })).match(), false);
    t.equal(match({ current: { pid: 500 } }), undefined, 'the user is unknown');
    t.ok(isListed(fromUser));
  },
);

void t.test('a user that does not exist is refused', async (t) => {
  await t.rejects(optionOf(fromUser, { 'from-user': ['no such user'] }), {
    code: 'usage',
    message: '--from-user "no such user": there is no such user',
    hint: /getent passwd/,
  });
});
