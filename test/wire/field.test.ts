import t from 'tap';

import {
  cgroupId,
  comm,
  int32,
  nanoseconds,
  optional,
  pid,
  processKey,
  stack,
  withAbsent,
} from '../../src/wire/field.js';
import { FieldReader } from '../../src/wire/field-reader.js';

const PRINT = { value: '$x' };
const reader = (text: string) => new FieldReader(text, 0, text.length);

void t.test('fields read what the kernel prints', (t) => {
  t.equal(int32('%d', PRINT).read(reader('-7|')), -7);
  t.equal(nanoseconds(PRINT).read(reader('18446744073709551615')), 18_446_744_073_709_551_615n);
  t.equal(cgroupId(PRINT).read(reader('9007199254740993|')), '9007199254740993');
  t.equal(comm(PRINT).read(reader('a|b             ')), 'a|b', 'padding is cut off');
  t.equal(processKey(PRINT).read(reader('8a22|')), '8a22');
  t.equal(processKey(PRINT).read(reader('0|')), '', 'no key');
  t.strictSame(stack(PRINT).read(reader('\n  a+1\n  b+20\n')), ['a', 'b']);
  t.end();
});

void t.test('ranges are those of the kernel', (t) => {
  t.strictSame(pid(0, PRINT).range, { type: 'integer', minimum: 0, maximum: 4_194_304 });
  t.match(pid(1, PRINT).range, { minimum: 1 });
  t.match(int32('%d', PRINT).range, { minimum: -(2 ** 31), maximum: 2 ** 31 - 1 });
  t.end();
});

void t.test('a field may be absent, or have no value', (t) => {
  t.strictSame(withAbsent(pid(0, PRINT), 0).absent, { value: 0 });
  t.equal(optional(pid(0, PRINT)).optional, true);
  t.end();
});
