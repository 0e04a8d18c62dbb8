import t from 'tap';

import { FieldReader } from '../../../src/wire/field-reader.js';
import { PROOF } from '../../../src/wire/lines/proof.js';

const read = (text: string) => PROOF.read(new FieldReader(text, 0, text.length));

void t.test('the line as bpftrace prints it', (t) => {
  const facts = read('1684996920514|41000000000');
  t.strictSame({ ...facts }, { ktime: 1684996920514n, slept: 41000000000n });
  t.equal(PROOF.whyInvalid(facts), undefined);
  t.match(PROOF.whyInvalid({ ...facts, ktime: -1n }), 'proof/ktime');
  t.end();
});
