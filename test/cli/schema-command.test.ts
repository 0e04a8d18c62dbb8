import t from 'tap';

import { schemaCommand } from '../../src/cli/schema-command.js';
import { RECORD_SCHEMA } from '../../src/records/record-schema.js';
import { stdoutOf } from '../support/stdout-of.js';

void t.test('it prints the schema of the records, indented, and a newline', async (t) => {
  const text = await stdoutOf(schemaCommand);
  t.same(JSON.parse(text), RECORD_SCHEMA);
  t.match(text, /^\{\n {2}"[^]*\n\}\n$/);
});
