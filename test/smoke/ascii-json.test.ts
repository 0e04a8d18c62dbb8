import fc from 'fast-check';
import t from 'tap';

import { asciiJson } from '../../src/smoke/ascii-json.js';

void t.test('any value is read back from printable ASCII', (t) => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })),
      (value) => {
        const text = asciiJson(value);
        t.match(text, /^[\x20-\x7E]*$/);
        t.strictSame(JSON.parse(text), JSON.parse(JSON.stringify(value)));
      },
    ),
    { numRuns: 50 },
  );
  t.equal(asciiJson('日\u001B'), '"\\u65e5\\u001b"');
  t.end();
});
