import t from 'tap';

import { either, every, maskOf, oneOf } from '../../src/filter/clauses.js';

void t.test('clauses are joined in brackets; one alone has none', (t) => {
  t.same([every([]), every(['', 'a']), every(['a', '', 'b'])], ['', 'a', '(a && b)']);
  t.same([either([]), either(['a']), either(['a', 'b'])], ['', 'a', '(a || b)']);
  t.end();
});

void t.test('few numbers are compared, many are bits of a mask', (t) => {
  t.equal(oneOf('s', [9, 15], 2), '(s == 9 || s == 15)');
  t.equal(oneOf('s', [0, 1, 64], 2), '(((0x3 >> s) & 1) == 1 || s == 64)');
  t.equal(maskOf([0, 62]), '0x4000000000000001');
  t.end();
});
