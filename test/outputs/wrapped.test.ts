import t from 'tap';

import { wrapped } from '../../src/outputs/wrapped.js';

void t.test('lines of so many columns, each indented', (t) => {
  t.equal(wrapped('one two three', 9, 2), '  one two\n  three\n');
  t.equal(wrapped('a-very-long-word b', 5), 'a-very-long-word\nb\n');
  t.equal(wrapped('', 5), '\n');
  t.end();
});
