import t from 'tap';

import {
  asksForCommands,
  asksForPlaces,
  type Filter,
  isAsked,
  OPTIONS,
  seesAll,
  TRACE_ALL,
  tracesAll,
} from '../../src/filter/filter.js';
import { FILTER_OPTIONS, LISTED_OPTIONS } from '../../src/filter/options.js';

const asks = (other: Partial<Filter>): Filter => ({ ...TRACE_ALL, ...other });

void t.test('every option has fields of its own, and asks nothing at first', (t) => {
  const fields = FILTER_OPTIONS.flatMap(({ none }) => Object.keys(none));
  t.equal(new Set(fields).size, fields.length);
  t.same(Object.keys(TRACE_ALL), fields);
  for (const option of OPTIONS) t.notOk(isAsked(option, TRACE_ALL));
  const flags = LISTED_OPTIONS.flatMap(({ flags }) => flags.map(({ name }) => name));
  t.equal(new Set(flags).size, flags.length);
  t.end();
});

void t.test('what an option needs', (t) => {
  t.notOk(asksForPlaces(TRACE_ALL));
  for (const field of [
    'toUnits',
    'fromUnits',
    'toContainers',
    'fromContainers',
    'toPods',
    'toSlices',
    'fromSlices',
  ] as const) {
    t.ok(asksForPlaces(asks({ [field]: ['a'] })), field);
  }
  t.ok(asksForPlaces(asks({ to: [{ kind: 'unit', unit: 'a' }] })));
  t.notOk(asksForCommands(asks({ to: [{ kind: 'pid', pid: 1 }] })));
  t.ok(asksForCommands(asks({ to: [{ kind: 'name', name: 'a' }] })), 'a script is an argument');
  t.ok(asksForCommands(asks({ either: [{ kind: 'command', pattern: /a/ }] })));
  t.end();
});

void t.test(
  'all signals of a number are traced unless an option asks for more than a target',
  (t) => {
    const pid = [{ kind: 'pid', pid: 1 }] as const;
    t.ok(seesAll(TRACE_ALL, 18));
    for (const wide of [
      { to: pid },
      { toUsers: [0] },
      { toSlices: ['a'] },
      { withSelf: true },
      { signals: { except: false, numbers: [18] } },
    ]) {
      t.ok(seesAll(asks(wide), 18), JSON.stringify(wide));
    }
    for (const narrow of [
      { from: pid },
      { either: pid },
      { users: [0] },
      { fromSlices: ['a'] },
      { codes: [0] },
      { results: ['ignored'] as const },
      { hideNoise: true },
      { signals: { except: true, numbers: [18] } },
    ]) {
      t.notOk(seesAll(asks(narrow), 18), JSON.stringify(narrow));
    }
    t.end();
  },
);

void t.test('all signals of a number are traced where nothing but the number is asked', (t) => {
  const pid = [{ kind: 'pid' as const, pid: 1 }];
  t.ok(tracesAll(TRACE_ALL, 5));
  t.ok(tracesAll(asks({ signals: { except: false, numbers: [5] } }), 5));
  t.notOk(tracesAll(asks({ signals: { except: false, numbers: [9] } }), 5));
  for (const narrow of [{ to: pid }, { from: pid }, { codes: [6] }, { hideNoise: true }]) {
    t.notOk(tracesAll(asks(narrow), 5), JSON.stringify(narrow));
  }
  t.end();
});
