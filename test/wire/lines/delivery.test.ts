import t from 'tap';

import { FieldReader } from '../../../src/wire/field-reader.js';
import { DELIVERY } from '../../../src/wire/lines/delivery.js';

const read = (text: string) => DELIVERY.read(new FieldReader(text, 0, text.length));

void t.test('the line as bpftrace prints it', (t) => {
  const facts = read('15|0|2|4|10245|10245|8a22');
  t.strictSame(
    { ...facts },
    { signo: 15, siCode: 0, handler: 2, flags: 4, tid: 10245, pid: 10245, processKey: '8a22' },
  );
  t.equal(DELIVERY.whyInvalid(facts), undefined);
  t.match(DELIVERY.whyInvalid({ ...facts, handler: 3 }), 'delivery/handler');
  t.end();
});
