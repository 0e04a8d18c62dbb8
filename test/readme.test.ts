import { Ajv } from 'ajv';
import t from 'tap';
import yargs from 'yargs';

import { traceFlags } from '../src/cli/options.js';
import { formatFor } from '../src/cli/output-formats.js';
import { RECORD_SCHEMA } from '../src/records/record-schema.js';
import { blocks, README } from './support/readme.js';

// What README.md says; that its commands work is tested with the packed package.

void t.test('the table that it shows is the one that is printed', (t) => {
  const [sample = ''] = blocks('');
  t.equal(`${sample.split('\n')[0] ?? ''}\n`, formatFor('table').head);
  t.end();
});

void t.test('the records that it shows fit the schema', (t) => {
  const validate = new Ajv().compile(RECORD_SCHEMA);
  const lines = blocks('json').flatMap((block) => block.trimEnd().split('\n'));
  t.ok(lines.length > 0);
  for (const line of lines) {
    t.ok(validate(JSON.parse(line)), line, { errors: validate.errors });
  }
  t.end();
});

void t.test('--help has every option that it names', async (t) => {
  const help = await traceFlags(yargs([])).getHelp();
  const prose = README.replace(/^```[^]*?^```$/gm, '').replace(/`\.\/scripts\/[^`]*`/g, '');
  const ours = prose.replace(/`(--privileged )?--pid=host`/g, '');
  const named = new Set([...ours.matchAll(/(?<=`)--?[a-z-]+/g)].map(([option]) => option));
  t.ok(named.size > 10, 'it names options');
  for (const option of named) t.match(help, new RegExp(`(^| )${option}[, ]`, 'm'), option);
});
