import t from 'tap';

import { FieldReader } from '../../src/wire/field-reader.js';

const reader = (text: string) => new FieldReader(text, 0, text.length);

void t.test('fields are read in order, each up to a bar', (t) => {
  const line = reader('12|-3|abc|name  rest');
  t.equal(line.number(), 12);
  t.equal(line.number(), -3);
  t.equal(line.word(), 'abc');
  t.equal(line.characters(6), 'name  ');
  t.equal(line.complete, false);
  t.equal(line.rest(), 'rest');
  t.equal(line.complete, true);
  t.equal(line.finished, true);
  t.end();
});

void t.test('text that is no number reads NaN or -1, and the next field follows', (t) => {
  for (const text of ['', '-', 'x', '1x', ' 1']) {
    const line = reader(`${text}|5`);
    t.ok(Number.isNaN(line.number()), text);
    t.equal(line.number(), 5, text);
  }
  for (const text of ['-1', 'x', '', '1'.repeat(21)]) t.equal(reader(text).bigint(), -1n, text);
  t.equal(reader('18446744073709551615').bigint(), 2n ** 64n - 1n);
  t.end();
});

void t.test('a line that is too short or too long is not complete', (t) => {
  const short = reader('1');
  short.number();
  t.equal(short.complete, true);
  t.ok(Number.isNaN(short.number()));
  t.equal(short.complete, false);
  const open = reader('1|');
  open.number();
  t.equal(open.complete, false, 'an empty field is left');
  t.equal(open.finished, false);
  t.end();
});

void t.test('a reader stays in its part of a text', (t) => {
  const line = new FieldReader('xx1|2|3', 2, 5);
  t.strictSame([line.number(), line.rest()], [1, '2']);
  t.end();
});
