import t from 'tap';

import { FieldReader } from '../../../src/wire/field-reader.js';
import { EXIT, whyNoExit } from '../../../src/wire/lines/exit.js';

const read = (text: string) => EXIT.read(new FieldReader(text, 0, text.length));

void t.test('the line as bpftrace prints it', (t) => {
  const facts = read('10245|15|8a22');
  t.strictSame({ ...facts }, { pid: 10245, status: 15, processKey: '8a22' });
  t.equal(EXIT.whyInvalid(facts), undefined);
  t.match(EXIT.whyInvalid({ ...facts, status: 65536 }), 'exit/status');
  t.end();
});

void t.test('a status names a signal that exists', (t) => {
  const exit = read('10245|15|8a22');
  t.equal(whyNoExit({ ...exit, status: 64 }), undefined);
  t.equal(whyNoExit({ ...exit, status: 65 }), 'exit/status names no signal');
  t.end();
});
