import { field, HEX, integer } from '../field.js';
import type { FieldReader } from '../field-reader.js';
import { Line } from '../line.js';
import { ITS_KEY } from './process.js';

const WORD_BYTES = 8;
/** Arguments in one line, as numbers of 8 bytes. */
export const WORDS_PER_LINE = 16;
/** Lines that the probe prints of one command line. */
export const ARGUMENT_LINES = 8;
/** Bytes of a command line that the probe can carry. It cuts longer ones off. */
export const MOST_ARGUMENT_BYTES = WORD_BYTES * WORDS_PER_LINE * ARGUMENT_LINES;

export const ARGUMENTS = new Line(
  'a',
  'arguments',
  'bytes of the arguments of that process',
  {
    processKey: ITS_KEY,
    line: integer('%d', 0, ARGUMENT_LINES - 1, {
      value: '$line',
      meaning: `part of the arguments, ${WORD_BYTES * WORDS_PER_LINE} bytes each`,
    }),
    /** undefined where they are no such numbers. */
    bytes: field<Buffer | undefined>(
      Array.from({ length: WORDS_PER_LINE }, () => '%lx').join('|'),
      {
        value: '{{words}}',
        meaning: `${WORDS_PER_LINE} numbers of ${WORD_BYTES} bytes each, the lowest byte first`,
      },
      readBytes,
      { terminator: '' },
    ),
  },
  false,
);

function readBytes(line: FieldReader): Buffer | undefined {
  const words = line.rest().split('|', WORDS_PER_LINE + 1);
  if (words.length > WORDS_PER_LINE || !words.every((word) => HEX.test(word))) return undefined;
  const digits = words.map((word) => word.padStart(2 * WORD_BYTES, '0')).join('');
  return Buffer.from(digits, 'hex').swap64();
}
