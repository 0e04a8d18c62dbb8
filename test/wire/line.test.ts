import t from 'tap';

import { integer, nanoseconds, withAbsent } from '../../src/wire/field.js';
import { FieldReader } from '../../src/wire/field-reader.js';
import { Line } from '../../src/wire/line.js';

const PRINT = { value: '$x' };
const LINE = new Line(
  'z',
  'example',
  'an example',
  {
    a: integer('%d', 0, 9, PRINT),
    at: nanoseconds(PRINT),
    b: withAbsent(integer('%d', 0, 9, PRINT), 7),
    c: withAbsent(integer('%d', 0, 9, PRINT), 8),
  },
  false,
);
const read = (text: string) => LINE.read(new FieldReader(text, 0, text.length));

void t.test('a line may end before its first absent field, not behind it', (t) => {
  t.strictSame(read('1|2|3|4'), { a: 1, at: 2n, b: 3, c: 4 });
  t.strictSame(read('1|2'), { a: 1, at: 2n, b: 7, c: 8 });
  t.strictSame(read('1|2|3'), { a: 1, at: 2n, b: 3, c: NaN });
  t.end();
});

void t.test('the check names the field that cannot be', (t) => {
  const values = { a: 1, at: 2n, b: 3, c: 4 };
  t.equal(LINE.whyInvalid(values), undefined);
  t.match(LINE.whyInvalid({ ...values, a: 10 }), 'example/a');
  t.match(LINE.whyInvalid({ ...values, c: NaN }), 'example/c');
  t.equal(LINE.whyInvalid({ ...values, at: -1n }), 'example/at must be a number from 0');
  t.end();
});
