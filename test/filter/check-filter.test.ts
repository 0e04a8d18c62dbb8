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

void t.test('values that cannot be are refused, whatever their types', (t) => {
  const cases: Record<string, Record<string, unknown>> = {
    'a pid that is text': { from: [{ kind: 'pid', pid: '1 || 1' }] },
    'a pid that is none': { to: [{ kind: 'pid', pid: -1 }] },
    'a pid that is a fraction': { either: [{ kind: 'pid', pid: 1.5 }] },
    'a pid past all pids': { to: [{ kind: 'pid', pid: 4194304 }] },
    'a name without bytes': { from: [{ kind: 'name', name: '' }] },
    'a name of 256 bytes': { from: [{ kind: 'name', name: 'é'.repeat(128) }] },
    'a name with a NUL': { from: [{ kind: 'name', name: 'a\0b' }] },
    'signal 0': { signals: { except: false, numbers: [0] } },
    'signal 65': { signals: { except: true, numbers: [65] } },
    'a user that is text': { fromUsers: ['root'] },
    'a user past all users': { toUsers: [2 ** 32] },
    'no result': { results: ['gone'] },
    'a user that is a fraction': { users: [0.5] },
    'no origin': { origins: { except: false, names: ['magic'] } },
    'origins that are a list': { origins: ['kill'] },
    'no name of a code': { codes: ['SI_USER || 1'] },
    'a code of 33 bits': { codes: [2 ** 31] },
    'a code that is nothing': { codes: [null] },
    'a unit that is a path': { toUnits: ['a/b'] },
    'a unit that is a number': { fromUnits: [7] },
    'a container by its name': { toContainers: ['web'] },
    'a container without an id': { fromContainers: [''] },
    'a pod by its name': { toPods: ['web-7d4b9'] },
    'one value for a list': { to: { kind: 'pid', pid: 1 } },
    'nothing for a list': { users: undefined },
    'signals that are a list': { signals: [15] },
    'a flag that is text': { withSelf: 'yes' },
  };
  for (const [what, asked] of Object.entries(cases)) {
    t.throws(
      () => {
        checkFilter(filterWith(asked));
      },
      { name: 'SignalsTraceError', code: 'usage', message: /^filter: / },
      what,
    );
  }
  checkFilter(filterWith({ from: [{ kind: 'name', name: 'ééééé01234' }], toUsers: [2 ** 32 - 1] }));
  t.end();
});
