import fc from 'fast-check';
import t from 'tap';

import { stringLiteral } from '../../src/filter/literal.js';

const STRINGS: Record<string, string> = {
  empty: '',
  plain: 'nginx',
  'a quote': 'a"b',
  'an end of a program': '") { system("reboot"); } /* ',
  'a backslash at the end': 'a\\',
  'escapes of its own': '\\x41\\n\\101',
  braces: '{{filter}}{}',
  'a format': '%s%d',
  'a positional parameter': '$1 @total[cpu]',
  newlines: 'a\r\nb',
  'control bytes': '\u0001\t\u001B[31m\u007F',
  digits: '\u00011',
  'UTF-8': 'naïve 日本 🙂',
  '300 characters': '"\\'.repeat(150),
};

/** bpftrace's own rules: an escape is of up to 3 octal digits, of x and 2 hexadecimal, or a letter. */
function decoded(literal: string): Buffer {
  const body = /^"((?:[^"\\\n]|\\[0-7]{3})*)"$/.exec(literal)?.[1];
  if (body === undefined) throw new Error(`not one string literal: ${literal}`);
  const text = body.replace(/\\([0-7]{3})/g, (_, octal: string) =>
    String.fromCharCode(parseInt(octal, 8)),
  );
  return Buffer.from(text, 'latin1');
}

void t.test('a literal holds the very bytes of the string', (t) => {
  for (const [what, text] of Object.entries(STRINGS)) {
    t.same(decoded(stringLiteral(text)), Buffer.from(text), what);
  }
  t.end();
});

void t.test('so of any string, and nothing in it means anything to bpftrace', (t) => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      const literal = stringLiteral(text);
      return (
        decoded(literal).equals(Buffer.from(text)) &&
        /^"(?:[A-Za-z0-9_./:@+-]|\\[0-3][0-7]{2})*"$/.test(literal)
      );
    }),
  );
  t.end();
});
