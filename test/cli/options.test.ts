import t from 'tap';

import {
  DOCTOR_GROUP,
  FILTER_GROUP,
  last,
  LIMIT_GROUP,
  OUTPUT_GROUP,
  PATIENCE,
  PROGRAM_GROUP,
  SMOKE_GROUP,
  TRACER_GROUP,
} from '../../src/cli/options.js';
import { LISTED_OPTIONS } from '../../src/filter/options.js';

const GROUPS = [
  ...[FILTER_GROUP, OUTPUT_GROUP, LIMIT_GROUP, TRACER_GROUP],
  ...[PROGRAM_GROUP, DOCTOR_GROUP, SMOKE_GROUP],
];

void t.test('each flag says what it is for, and one with a value what stands for it', (t) => {
  for (const { name, help, takes, value } of GROUPS.flatMap(({ flags }) => flags)) {
    t.match(help, /^[A-Z]|^bp|^si_|^debug/, name);
    t.equal(value !== undefined, takes !== 'switch', name);
  }
  const patience = SMOKE_GROUP.flags.find(({ name }) => name === 'patience');
  t.match(patience?.help, PATIENCE);
  t.end();
});

void t.test('every flag of the filter is listed', (t) => {
  t.strictSame(
    FILTER_GROUP.flags,
    LISTED_OPTIONS.flatMap(({ flags }) => flags),
  );
  t.same([last(['1', '2']), last('3'), last(undefined)], ['2', '3', undefined]);
  t.end();
});
