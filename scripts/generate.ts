/**
 * Writes what follows from the JSON Schema of a record: its types, src/records/records.ts, and the
 * README's table of fields. `npm run generate`; with --check it writes nothing and fails on a
 * difference.
 */
import { readFile, writeFile } from 'node:fs/promises';

import { compile } from 'json-schema-to-typescript';
import prettier from 'prettier';

import { RECORD_SCHEMA } from '../src/records/record-schema.js';
import { PROCESS } from '../src/records/schema-parts.js';

const TYPES = 'src/records/records.ts';
const README = 'README.md';
const EVERYWHERE = ['time', 'epoch_us'];
const TABLE = /(<!-- fields: made by npm run generate -->\n)[^]*(<!-- end of fields -->)/;

const types = await compile(RECORD_SCHEMA as object, 'TraceRecord', {
  bannerComment: '// Made from record-schema.ts by `npm run generate`.\n',
  additionalProperties: false,
});
await write(TYPES, await formatted(TYPES, types));
const readme = await readFile(README, 'utf8');
await write(README, readme.replace(TABLE, `$1\n${fields()}\n\n$2`));

async function formatted(path: string, text: string): Promise<string> {
  const options = await prettier.resolveConfig(path);
  return prettier.format(text, { ...options, filepath: path });
}

async function write(path: string, text: string): Promise<void> {
  if (!process.argv.includes('--check')) {
    await writeFile(path, text);
  } else if ((await readFile(path, 'utf8')) !== text) {
    console.error(`${path} does not follow from the schema: run npm run generate`);
    process.exitCode = 1;
  }
}

interface Described {
  readonly description?: string;
}

function fields(): string {
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
