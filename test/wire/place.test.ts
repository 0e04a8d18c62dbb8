import t from 'tap';

import { FieldReader } from '../../src/wire/field-reader.js';
import { isCount, isCpu, isTime, type Limits, readPlace } from '../../src/wire/place.js';

const LIMITS: Limits = { possibleCpus: 2, latest: 1000n, mostLines: 50 };
const UNKNOWN: Limits = { possibleCpus: 2, latest: undefined, mostLines: undefined };
const place = (text: string, limits = LIMITS) =>
  readPlace(new FieldReader(text, 0, text.length), limits);

void t.test('a place that this host can have', (t) => {
  t.strictSame(place('1|50|1000|'), { cpu: 1, seq: 50, ktime: 1000n });
  t.end();
});

void t.test('a place that it cannot have', (t) => {
  for (const text of ['2|1|1', '-1|1|1', 'x|1|1', '0|0|1', '0|51|1', '0|1|1001', '0|1|x', '0|1'])
    t.equal(place(text), undefined, text);
  t.end();
});

void t.test('bounds that are not known do not count', (t) => {
  t.match(place('0|51|1001', UNKNOWN), { seq: 51, ktime: 1001n });
  t.equal(isCount(2 ** 53, UNKNOWN), false);
  t.equal(isCount(2 ** 53 - 1, UNKNOWN), true);
  t.equal(isCount(-1, UNKNOWN), false);
  t.equal(isTime(-1n, UNKNOWN), false);
  t.equal(isCpu(0.5, UNKNOWN), false);
  t.end();
});
