import t from 'tap';

import { FILTER_OPTIONS, LISTED_OPTIONS } from '../../src/filter/options.js';

void t.test('no two flags have a name or a letter in common, and each has a help text', (t) => {
  const flags = LISTED_OPTIONS.flatMap(({ flags }) => flags);
  const names = flags.flatMap(({ name, alias }) => (alias === undefined ? [name] : [name, alias]));
  t.equal(new Set(names).size, names.length);
  for (const { name, help } of flags) t.match(help, /^\S.*\w/, name);
  t.equal(LISTED_OPTIONS.length, FILTER_OPTIONS.length + 1);
  t.end();
});

void t.test('no two options have a field of Filter in common', (t) => {
  const fields = FILTER_OPTIONS.flatMap(({ none }) => Object.keys(none));
  t.equal(new Set(fields).size, fields.length);
  t.end();
});
