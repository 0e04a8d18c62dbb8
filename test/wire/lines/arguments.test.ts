import t from 'tap';

import { FieldReader } from '../../../src/wire/field-reader.js';
import { ARGUMENTS, MOST_ARGUMENT_BYTES } from '../../../src/wire/lines/arguments.js';

const read = (text: string) => ARGUMENTS.read(new FieldReader(text, 0, text.length));

void t.test('numbers hold 8 bytes each, the lowest first', (t) => {
  const { processKey, line, bytes } = read('8a22|0|6c696b2f6e69622f|315253552d006c');
  t.strictSame([processKey, line], ['8a22', 0]);
  t.equal(bytes?.toString(), '/bin/kill\0-USR1\0');
  t.equal(MOST_ARGUMENT_BYTES, 1024);
  t.end();
});

void t.test('words that are no numbers, or too many, give no bytes', (t) => {
  t.equal(read('8a22|0|xyz').bytes, undefined);
  t.equal(read(`8a22|0|${Array(17).fill('1').join('|')}`).bytes, undefined);
  t.match(ARGUMENTS.whyInvalid(read('8a22|8|1')), 'arguments/line');
  t.end();
});
