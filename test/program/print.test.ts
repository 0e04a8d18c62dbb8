import t from 'tap';

import { fieldsOf, printfOf } from '../../src/program/print.js';
import { EXIT } from '../../src/wire/lines/exit.js';
import { PROOF } from '../../src/wire/lines/proof.js';

void t.test('a printf has the format and the value of each field', (t) => {
  t.equal(
    printfOf(EXIT),
    'printf("x|%d|%lu|%lu|%d|%d|%lx", cpu, $n, nsecs, $from, $status, $who);',
  );
  t.strictSame(
    fieldsOf(EXIT, false).map(([name]) => name),
    ['cpu', 'seq', 'ktime', 'pid', 'status', 'processKey'],
  );
  t.end();
});

void t.test('values fill places; a number stands in the format', (t) => {
  t.equal(printfOf(PROOF, { values: { slept: '0' } }), 'printf("c|%lu|0", nsecs);');
  t.equal(printfOf(PROOF, { core: true }), 'printf("c|%lu", nsecs);');
  t.equal(printfOf(PROOF, { withoutLast: true }), 'printf("c|%lu|", nsecs);');
  t.end();
});
