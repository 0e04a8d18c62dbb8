import fc from 'fast-check';
import stringWidth from 'string-width';
import t from 'tap';

import { clipped, padded, printable } from '../../src/outputs/printable.js';

void t.test('what could do harm in a terminal is written out', (t) => {
  const cases: [string, string][] = [
    ['nginx: worker', 'nginx: worker'],
    ['日本 é 🙂', '日本 é 🙂'],
    ['a\nb\tc\r', 'a\\x0ab\\x09c\\x0d'],
    ['\u001B[31m', '\\x1b[31m'],
    ['\u007F\u0085\u009B', '\\x7f\\x85\\x9b'],
    ['\u202Eabc\u200B', '\\u{202e}abc\\u{200b}'],
    ['\u2028\u2029', '\\u{2028}\\u{2029}'],
    ['\u{E0041}', '\\u{e0041}'],
    ['\uD800', '\\u{d800}'],
    ['bad\uFFFD', 'bad\uFFFD'],
  ];
  for (const [text, shown] of cases) t.equal(printable(text), shown, shown);
  t.end();
});

void t.test('padded and clipped count columns, not characters', (t) => {
  t.equal(padded('ab', 4), 'ab  ');
  t.equal(padded('日本', 5), '日本 ');
  t.equal(padded('abcde', 4), 'abcde', 'longer text is left');
  t.equal(clipped('abcd', 4), 'abcd');
  t.equal(clipped('abcde', 4), 'abc…');
  t.equal(clipped('日本語', 5), '日本…');
  t.equal(clipped('日本語', 4), '日…', 'half of a character is none');
  t.equal(clipped('e\u0301e\u0301e\u0301', 2), 'e\u0301…', 'marks stay with their letter');
  t.end();
});

void t.test('a long text is cut as soon as a short one', (t) => {
  const begun = performance.now();
  for (let i = 0; i < 100; i++) clipped('x'.repeat(100_000), 48);
  t.ok(performance.now() - begun < 5_000, 'a hostile command line does not halt the trace');
  t.end();
});

void t.test('any text can be shown in any width', (t) => {
  const texts = fc.string({ unit: 'binary' });
  fc.assert(
    fc.property(texts, fc.integer({ min: 1, max: 40 }), (text, columns) => {
      const shown = clipped(printable(text), columns);
      return stringWidth(shown) <= columns && !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(shown);
    }),
  );
  t.end();
});
