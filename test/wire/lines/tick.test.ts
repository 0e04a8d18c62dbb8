import t from 'tap';

import { FieldReader } from '../../../src/wire/field-reader.js';
import { isTick, TICK } from '../../../src/wire/lines/tick.js';

const read = (text: string) => TICK.read(new FieldReader(text, 0, text.length));

void t.test('the line as bpftrace prints it', (t) => {
  const facts = read('5|1|0|0/2|3|1|0|0|3|1|0');
  t.strictSame(
    { ...facts },
    { ktime: 5n, halted: 1, cpu: 0, firstCpu: 0, cpus: 2, probes: 3, totals: [1, 0, 0, 3, 1, 0] },
  );
  t.equal(TICK.whyInvalid(facts), undefined);
  t.match(TICK.whyInvalid({ ...facts, halted: 2 }), 'tick/halted');
  t.end();
});

void t.test('a tick fits this host', (t) => {
  const tick = read('5|1|0|0/2|3|1|0|0|3|1|0');
  const limits = { possibleCpus: 2, latest: 5n, mostLines: 3 };
  t.equal(isTick(tick, limits), true);
  t.equal(isTick(tick, { ...limits, possibleCpus: 1 }), false);
  t.equal(isTick(tick, { ...limits, latest: 4n }), false);
  t.equal(isTick(tick, { ...limits, mostLines: 2 }), false);
  t.equal(isTick({ ...tick, totals: [1, 0] }, limits), false);
  t.equal(isTick({ ...tick, firstCpu: 1 }, limits), false);
  t.end();
});
