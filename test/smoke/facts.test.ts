import t from 'tap';

import { checkFacts } from '../../src/smoke/facts.js';

void t.test('facts that all hold make one check that passed', (t) => {
  const facts = [
    { field: 'signo', expected: [15], seen: 15 },
    { field: 'exit', expected: [{ code: 0 }, { code: 7 }], seen: { code: 7 } },
  ];
  t.strictSame(checkFacts('it', facts), [{ name: 'it', verdict: 'passed' }]);
  t.end();
});

void t.test('a wrong fact fails the check, which shows all of them, an absent one as null', (t) => {
  const facts = [
    { field: 'signo', expected: [15], seen: 15 },
    { field: 'outcome', expected: ['terminated', 'dumped'], seen: undefined },
  ];
  t.strictSame(checkFacts('it', facts), [
    {
      name: 'it',
      verdict: 'failed',
      expected: { signo: 15, outcome: { any_of: ['terminated', 'dumped'] } },
      seen: { signo: 15, outcome: null },
    },
  ]);
  t.end();
});

void t.test(
  'a fact that the host lacks is skipped by name, and the others are still checked',
  (t) => {
    const lacking = { field: 'origin', expected: ['kill'], seen: 'unknown', lacking: 'is absent' };
    t.strictSame(checkFacts('it', [lacking, { field: 'signo', expected: [15], seen: 9 }]), [
      { name: 'it', verdict: 'failed', expected: { signo: 15 }, seen: { signo: 9 } },
      { name: 'it, origin', verdict: 'skipped', why: 'is absent' },
    ]);
    t.strictSame(checkFacts('it', [lacking]), [
      { name: 'it', verdict: 'skipped', why: 'is absent' },
    ]);
    t.strictSame(checkFacts('it', []), []);
    t.end();
  },
);
