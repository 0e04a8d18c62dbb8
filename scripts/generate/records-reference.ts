import { RECORD_SCHEMA } from '../../src/records/record-schema.js';
import { ANCESTOR, PROCESS } from '../../src/records/schema-parts.js';

/** The file that holds the reference between two comments. */
export const REFERENCE = 'src/records/README.md';
const MARKED = /(<!-- fields: made by npm run generate -->\n)[^]*(<!-- end of fields -->)/;

/** The fields that every record has; the text before the reference describes them. */
const IN_EACH = ['type', 'time', 'epoch_us'];
/** Objects that have a table of their own. */
const OWN_TABLE: ReadonlySet<unknown> = new Set([PROCESS.title, ANCESTOR.title]);

interface Schema {
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
}

/** Returns the text with the tables of all fields put between the comments. */
export function withReference(text: string): string {
  return text.replace(MARKED, (_, begin: string, end: string) => `${begin}\n${tables()}\n\n${end}`);
}

function tables(): string {
  const records = RECORD_SCHEMA.oneOf as readonly Schema[];
  return [
    ...records.map((record) =>
      section(`\`${String(record.properties?.['type']?.const)}\``, record),
    ),
    section('A process: `sender`, `target`', PROCESS),
    section('An ancestor of a process', ANCESTOR),
  ].join('\n\n');
}

function section(title: string, schema: Schema): string {
  return [
    `### ${title}`,
    '',
    schema.description ?? '',
    '',
    '| field | type | meaning |',
    '|---|---|---|',
    ...rows(schema, ''),
  ].join('\n');
}

function rows({ properties = {}, required = [] }: Schema, prefix: string): string[] {
  return Object.entries(properties)
    .filter(([name]) => prefix !== '' || !IN_EACH.includes(name))
    .flatMap(([name, field]) => {
      const optional = required.includes(name) ? '' : ', optional';
      const meaning = field.description ?? '';
      const row = `| \`${prefix}${name}\` | ${typeText(field)}${optional} | ${meaning} |`;
      return [row, ...inner(field).flatMap((part) => rows(part, `${prefix}${name}.`))];
    });
}

/** Returns the objects within a field whose fields have rows below it. */
function inner(field: Schema): Schema[] {
  const parts = [
    field,
    ...(field.anyOf ?? []),
    ...(field.items === undefined ? [] : [field.items]),
  ];
  return parts.filter(({ properties, title }) => properties !== undefined && !OWN_TABLE.has(title));
}

function typeText(field: Schema): string {
  if (field.const !== undefined) return `\`${JSON.stringify(field.const)}\``;
  if (field.enum !== undefined) return field.enum.map((value) => `\`${value}\``).join(' ');
  if (field.anyOf !== undefined) return [...new Set(field.anyOf.map(typeText))].join(' or ');
  if (field.items !== undefined) return `array of ${typeText(field.items)}s`;
  if (OWN_TABLE.has(field.title)) return (field.title ?? '').toLowerCase();
  return [field.type ?? 'any'].flat().join(' or ');
}
