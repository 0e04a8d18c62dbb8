import t from 'tap';

import { result } from '../../src/filter/result.js';
import { isListed, optionOf } from '../support/filter-option.js';

void t.test(
  '--result takes the words of JSON and of the table; every program tests it',
  async (t) => {
    const { part, clauses, match } = await optionOf(result, { result: ['merged,IGNORED'] });
    t.strictSame(part, { results: ['already_pending', 'ignored'] });
    t.match(clauses, {
      full: '(args->result == 2 || args->result == 1)',
      core: '(args->result == 2 || args->result == 1)',
      rawtracepoint: /arg4 == 2/,
      kprobe: '($code == 2147483650 || $code == 2147483649)',
    });
    t.equal(match({ result: 'ignored' }), true);
    t.equal(match(), false);
    t.ok(isListed(result));
  },
);

void t.test('a result that does not exist is refused', async (t) => {
  await t.rejects(optionOf(result, { result: ['gone'] }), {
    code: 'usage',
    message: 'There is no result "gone"',
    hint: /delivered, ignored/,
  });
});
