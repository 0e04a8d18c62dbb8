import { RECORD_SCHEMA } from '../../src/records/record-schema.js';
import { PROCESS } from '../../src/records/schema-parts.js';

/** Every record has these fields. */
const EVERYWHERE = ['time', 'epoch_us'];

interface Described {
  readonly description?: string;
}

/** A row for each record type, and one for a process. */
export function fields(): string {
  const rows = RECORD_SCHEMA.oneOf.map(({ properties: { type, ...own }, description }) =>
    row(`\`${type.const}\``, description, own),
  );
  rows.push(row('`sender`, `target`', PROCESS.description, PROCESS.properties));
  return ['| type | says | fields |', '|---|---|---|', ...rows].join('\n');
}

function row(name: string, says: string, properties: object): string {
  const own = Object.entries(properties as Record<string, Described>).filter(
    ([field]) => !EVERYWHERE.includes(field),
  );
  const described = own.map(([field, { description }]) =>
    description === undefined ? `\`${field}\`` : `\`${field}\`: ${description}`,
  );
  return `| ${name} | ${says} | ${described.join('<br>')} |`;
}
