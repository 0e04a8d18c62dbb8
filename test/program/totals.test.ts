import t from 'tap';

import { sumLines, totalLines } from '../../src/program/totals.js';

void t.test('few CPUs are written out', (t) => {
  t.equal(sumLines(['@a', '@b'], 2), '  $sum = @a[0] + @b[0] + @a[1] + @b[1];');
  t.equal(
    totalLines(['@a'], 2),
    'printf("t|%lu|%d|%d|0/2|1|%lu|%lu", $at, $halted, cpu, @a[0], @a[1]);',
  );
  t.end();
});

void t.test('many CPUs are looped over, no more than bpftrace unrolls', (t) => {
  const times = [...sumLines(['@a'], 250).matchAll(/unroll \((\d+)\)/g)].map(([, n]) => Number(n));
  t.strictSame(times, [100, 100, 50]);
  t.match(totalLines(['@a'], 64), /unroll \(8\)/);
  t.end();
});
