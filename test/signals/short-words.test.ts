import t from 'tap';

import { ORIGINS } from '../../src/signals/origins.js';
import { RESULTS } from '../../src/signals/results.js';
import { originWord, resultWord } from '../../src/signals/short-words.js';

void t.test('an origin is its own word unless a table has no room for it', (t) => {
  t.same(
    ORIGINS.filter((origin) => originWord(origin) !== origin).map((origin) => [
      origin,
      originWord(origin),
    ]),
    [
      ['kill-group', 'group'],
      ['kill-all', 'all'],
      ['parent-death', 'parent died'],
      ['interval-timer', 'timer'],
      ['posix-timer', 'timer'],
      ['pid-namespace', 'ns init died'],
      ['syscall-dispatch', 'dispatch'],
    ],
  );
  t.end();
});

void t.test('each result has a word of its own; an unknown one is queued', (t) => {
  const words = [undefined, ...RESULTS].map(resultWord);
  t.same(words, ['queued', 'delivered', 'ignored', 'merged', 'overflow', 'lost info']);
  t.end();
});
