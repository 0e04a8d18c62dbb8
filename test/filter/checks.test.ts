import t from 'tap';

import { checkListed, checkNumber, shown } from '../../src/filter/checks.js';

void t.test('a number has to be whole and within its bounds', (t) => {
  for (const value of [1, 64]) checkNumber('it', value, 1, 64);
  for (const value of [0, 65, 1.5, NaN, '9', undefined]) {
    t.throws(
      () => {
        checkNumber('it', value, 1, 64);
      },
      { code: 'usage', message: /^it cannot be /, hint: 'give whole numbers from 1 to 64' },
    );
  }
  t.end();
});

void t.test('a word has to be one of the known', (t) => {
  checkListed('it', 'a', ['a', 'b']);
  t.throws(
    () => {
      checkListed('it', 'c', ['a', 'b']);
    },
    { code: 'usage', message: 'it cannot be "c"', hint: 'give a, b' },
  );
  t.same([shown(undefined), shown({ a: 1 }), shown('x\n')], ['undefined', '{"a":1}', '"x\\n"']);
  t.end();
});
