import t from 'tap';

import { OUTCOME_RECORDS } from '../../src/records/outcome-schema.js';
import { RECORD_SCHEMA } from '../../src/records/record-schema.js';
import { PROCESS } from '../../src/records/schema-parts.js';

interface Described {
  readonly type?: unknown;
  readonly description?: string;
  readonly title?: string;
  readonly anyOf?: readonly Described[];
  readonly items?: Described;
  readonly properties?: Readonly<Record<string, Described>>;
}

/** Lists the fields without a description, at any depth. */
function undescribed(name: string, schema: Described): string[] {
  const inner = [schema, schema.items ?? {}, ...(schema.anyOf ?? [])];
  return inner.flatMap(({ properties = {} }) =>
    Object.entries(properties).flatMap(([field, one]) => [
      ...(one.description === undefined ? [`${name}.${field}`] : []),
      ...undescribed(`${name}.${field}`, one),
    ]),
  );
}

void t.test('the schemas of what follows a signal are part of the stream', (t) => {
  const types = OUTCOME_RECORDS.map(({ properties }) => properties.type.const);
  t.strictSame(types, ['outcome', 'exit', 'escalation', 'attempt']);
  for (const schema of OUTCOME_RECORDS) t.ok(RECORD_SCHEMA.oneOf.some((one) => one === schema));
  t.end();
});

void t.test('every field of every record is described', (t) => {
  const all = RECORD_SCHEMA.oneOf.flatMap((one) => undescribed(one.title, one));
  t.strictSame([...all, ...undescribed('Process', PROCESS)], []);
  t.end();
});
