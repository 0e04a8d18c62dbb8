import t from 'tap';
import yargs from 'yargs';

import { FLAG_NAMES, last, PROGRAM_FLAG_NAMES, traceFlags } from '../../src/cli/options.js';
import { LISTED_OPTIONS } from '../../src/filter/options.js';

void t.test('every flag of the filter is one of the program and of the trace', async (t) => {
  for (const { name } of LISTED_OPTIONS.flatMap(({ flags }) => flags)) {
    t.ok(PROGRAM_FLAG_NAMES.includes(name) && FLAG_NAMES.includes(name), name);
  }
  t.notOk(PROGRAM_FLAG_NAMES.includes('duration'));
  const flags = await traceFlags(yargs(['-s', 'TERM', '-s', 'KILL', '-n', '3', '-a'])).parseAsync();
  t.match(flags, { signal: ['TERM', 'KILL'], count: '3', all: true });
  t.same([last(['1', '2']), last('3'), last(undefined)], ['2', '3', undefined]);
});
