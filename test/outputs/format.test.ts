import t from 'tap';

import { ndjson } from '../../src/outputs/format.js';
import { signal } from '../support/kernel-signal.js';

void t.test('NDJSON is each record, a line each', (t) => {
  const record = signal({ currentComm: 'a\n"\u2028日\uFFFD', ktime: 9_007_199_254_740_993n });
  const line = ndjson.record(record);
  t.match(line, /^\{[^\n]*\}\n$/);
  t.strictSame(JSON.parse(line), record);
  t.equal(ndjson.head, '');
  t.end();
});
