import t from 'tap';

import { commandNamed, flagsOf } from '../../src/cli/commands.js';
import { nearest } from '../../src/filter/nearest.js';
import { ALL_SIGNALS } from '../../src/signals/numbers.js';

const FLAG_NAMES = flagsOf(commandNamed('trace')).map(({ name }) => name);
const SIGNALS = ALL_SIGNALS.map((name) => name.slice('SIG'.length));

void t.test('what was probably meant', (t) => {
  const cases: [string, readonly string[], string | undefined][] = [
    ['TREM', SIGNALS, 'TERM'],
    ['kil', SIGNALS, 'KILL'],
    ['USR', SIGNALS, 'USR1'],
    ['VTALARM', SIGNALS, 'VTALRM'],
    ['RTMIN+31', SIGNALS, 'RTMIN+1'],
    ['signals', FLAG_NAMES, 'signal'],
    ['sginal', FLAG_NAMES, 'signal'],
    ['form', FLAG_NAMES, 'from'],
    ['duratoin', FLAG_NAMES, 'duration'],
    ['from_user', FLAG_NAMES, 'from-user'],
  ];
  for (const [word, candidates, expected] of cases) {
    t.equal(nearest(word, candidates), expected, word);
  }
  t.end();
});

void t.test('nothing, rather than anything', (t) => {
  for (const word of ['', '0', 'x', 'ab', 'banana', 'SOMETHING']) {
    t.equal(nearest(word, SIGNALS), undefined, word);
  }
  for (const word of ['z', 'foo', 'colour']) t.equal(nearest(word, FLAG_NAMES), undefined, word);
  t.end();
});
