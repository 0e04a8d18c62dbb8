import t from 'tap';

import { termsOf } from '../../src/filter/terms.js';
import { VARIANTS } from '../support/filter-option.js';

void t.test('what each program knows', (t) => {
  const known = VARIANTS.map((variant) => {
    const { knowsTarget, knowsCode } = termsOf(variant);
    return [variant, knowsTarget, knowsCode];
  });
  t.same(known, [
    ['full', true, true],
    ['rawtracepoint', true, true],
    ['fentry', true, false],
    ['kprobe', true, false],
    ['core', false, true],
  ]);
  t.same(
    VARIANTS.map((variant) => termsOf(variant).early),
    ['args->sig', '(int32)arg0', 'args->sig', '(int32)arg0', 'args->sig'],
  );
  t.end();
});
