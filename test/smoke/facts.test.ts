import t from 'tap';

import { checksOf } from '../../src/smoke/facts.js';

void t.test('all facts hold: one check that passed', (t) => {
  const facts = [
    { field: 'signo', expected: [15], seen: 15 },
    { field: 'exit', expected: [{ code: 0 }, { code: 7 }], seen: { code: 7 } },
  ];
  t.strictSame(checksOf('it', facts), [{ name: 'it', verdict: 'passed' }]);
  t.end();
});

void t.test('one does not: all of them are told, absence as null', (t) => {
  const facts = [
    { field: 'signo', expected: [15], seen: 15 },
    { field: 'outcome', expected: ['terminated', 'dumped'], seen: undefined },
  ];
  t.strictSame(checksOf('it', facts), [
    {
      name: 'it',
      verdict: 'failed',
      expected: { signo: 15, outcome: { any_of: ['terminated', 'dumped'] } },
      seen: { signo: 15, outcome: null },
    },
  ]);
  t.end();
});

void t.test('what the place lacks is skipped by its name, and the rest is still looked at', (t) => {
  const lacking = { field: 'origin', expected: ['kill'], seen: 'unknown', lacking: 'is absent' };
  t.strictSame(checksOf('it', [lacking, { field: 'signo', expected: [15], seen: 9 }]), [
    { name: 'it', verdict: 'failed', expected: { signo: 15 }, seen: { signo: 9 } },
    { name: 'it, origin', verdict: 'skipped', why: 'is absent' },
  ]);
  t.strictSame(checksOf('it', [lacking]), [{ name: 'it', verdict: 'skipped', why: 'is absent' }]);
  t.strictSame(checksOf('it', []), []);
  t.end();
});
