import t from 'tap';

import { formatFor, type OutputFormat, outputFormatOf } from '../../src/cli/output-formats.js';
import { TRACE_ALL } from '../../src/filter/filter.js';
import { ndjson, terminalNdjson } from '../../src/outputs/ndjson.js';

void t.test('--json is short for --output json, and contradicts any other', (t) => {
  const of = (output?: OutputFormat, json?: boolean) => outputFormatOf({ output, json });
  t.same([of(), of('wide'), of('long'), of('json')], ['table', 'wide', 'long', 'json']);
  t.same([of(undefined, true), of('json', true)], ['json', 'json']);
  t.throws(() => of('wide', true), {
    code: 'usage',
    message: '--json and --output wide contradict each other',
  });
  t.equal(formatFor('json', TRACE_ALL), ndjson);
  t.match(formatFor('table', TRACE_ALL).head, /^TIME.*ORIGIN.*OUTCOME/);
  t.end();
});

void t.test('JSON on a terminal is written for one', (t) => {
  const { isTTY } = process.stdout;
  t.teardown(() => (process.stdout.isTTY = isTTY));
  process.stdout.isTTY = true;
  t.equal(formatFor('json', TRACE_ALL), terminalNdjson);
  t.end();
});
