import t from 'tap';

import { toUser } from '../../src/filter/to-user.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test(
  '--to-user takes names and numbers; the programs that know the user test it',
  async (t) => {
    const { part, clauses, match } = await optionOf(toUser, { 'to-user': ['root,33'] });
    t.strictSame(part, { toUsers: [0, 33] });
    t.same(
      Object.keys(clauses).filter((variant) => clauses[variant] !== undefined),
      ['full', 'rawtracepoint', 'fentry', 'kprobe'],
    );
    t.match(clauses['full'], /uid[^|]* == \(u?int64\)0\b.*\|\|.*33/);
    t.equal(match(), true);
    t.equal((await optionOf(toUser, { 'to-user': ['7'] })).match(), false);
    t.equal(match({ target: { pid: 882 } }), false, 'the user is unknown');
    t.ok(isListed(toUser));
  },
);

void t.test('a user that does not exist is refused', async (t) => {
  await t.rejects(optionOf(toUser, { 'to-user': ['no such user'] }), {
    code: 'usage',
    message: '--to-user "no such user": there is no such user',
    hint: /getent passwd/,
  });
});
