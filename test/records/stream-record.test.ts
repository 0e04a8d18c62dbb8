import t from 'tap';

import { MadeRecord } from '../../src/records/stream-record.js';

void t.test('a record that is made is an object and a line', (t) => {
  const record = { type: 'warning', time: '', epoch_us: 0, code: 'x', message: 'a\n"' } as const;
  const made = new MadeRecord(record);
  t.equal(made.type, 'warning');
  t.equal(made.record, record);
  t.equal(made.line, `${JSON.stringify(record)}\n`);
  t.end();
});
