import t from 'tap';

import { checkFilter } from '../../src/filter/check-filter.js';
import { filterWith } from '../support/filter-option.js';

void t.test('a filter of a library is checked as flags are', (t) => {
  checkFilter(filterWith({}));
  checkFilter(filterWith({ toSlices: ['system'], codes: ['SI_USER', 7] }));
  const cases: [Record<string, unknown>, RegExp][] = [
    [{ to: 'nginx' }, /^filter: to cannot be "nginx"$/],
    [{ signals: { except: true } }, /^filter: signals\.numbers cannot be undefined$/],
    [
      { signals: { except: false, numbers: [65] } },
      /^filter: signals: a signal number cannot be 65$/,
    ],
    [{ toUnits: ['a/b'] }, /^filter: toUnits "a\/b"/],
    [{ withSelf: 1 }, /^filter: withSelf cannot be 1$/],
  ];
  for (const [wrong, message] of cases) {
    t.throws(
      () => {
        checkFilter(filterWith(wrong));
      },
      { code: 'usage', message },
    );
  }
  t.end();
});
