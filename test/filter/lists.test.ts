import t from 'tap';

import { parseChoice, split } from '../../src/filter/lists.js';

void t.test('commas separate words, spaces do not count', (t) => {
  t.same(split('-s', ' a, b'), ['a', 'b']);
  t.throws(() => split('-s', ''), { code: 'usage', message: '-s is empty' });
  t.throws(() => split('-s', 'a,'), { message: '-s "a,": a part of it is empty', hint: /comma/ });
  t.end();
});

void t.test('a list takes words, or leaves them out', (t) => {
  const choice = (...lists: string[]) => parseChoice('-s', ['-s A', "-s '!A'"], lists);
  t.same(choice(), { except: true, words: [] });
  t.same(choice('A', 'B,C'), { except: false, words: ['A', 'B', 'C'] });
  t.same(choice('!A,!B', '! C'), { except: true, words: ['A', 'B', 'C'] });
  for (const lists of [['A', '!B'], ['A,!B']]) {
    t.throws(() => choice(...lists), { code: 'usage', hint: "use one of them: -s A or -s '!A'" });
  }
  t.end();
});
