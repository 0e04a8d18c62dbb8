/**
 * Writes the files that follow from others: the types of records (src/records/records.ts), the
 * reference of their fields, and README's tables of options and exit statuses. `npm run generate`;
 * with --check it writes nothing and fails on a difference.
 */
import { readFile, writeFile } from 'node:fs/promises';

import { compile } from 'json-schema-to-typescript';
import prettier from 'prettier';

import { RECORD_SCHEMA } from '../src/records/record-schema.js';
import { exitStatuses } from './generate/exit-statuses.js';
import { options } from './generate/options.js';
import { REFERENCE, withReference } from './generate/records-reference.js';

const TYPES = 'src/records/records.ts';
const README = 'README.md';
/** README's tables by the name that their markers have. */
const TABLES = { options, 'exit statuses': exitStatuses };

const types = await compile(RECORD_SCHEMA as object, 'TraceRecord', {
  bannerComment: '// Made from record-schema.ts by `npm run generate`.\n',
  additionalProperties: false,
});
await write(TYPES, await formatted(TYPES, types));
await write(REFERENCE, withReference(await readFile(REFERENCE, 'utf8')));
let readme = await readFile(README, 'utf8');
for (const [name, table] of Object.entries(TABLES)) readme = withTable(readme, name, table());
await write(README, readme);

async function formatted(path: string, text: string): Promise<string> {
  const options = await prettier.resolveConfig(path);
  return prettier.format(text, { ...options, filepath: path });
}

async function write(path: string, text: string): Promise<void> {
  if (!process.argv.includes('--check')) {
    await writeFile(path, text);
  } else if ((await readFile(path, 'utf8')) !== text) {
    console.error(`${path} is out of date: run npm run generate`);
    process.exitCode = 1;
  }
}

/** A text with a table between its markers. */
function withTable(text: string, name: string, table: string): string {
  const place = new RegExp(
    `(<!-- ${name}: made by npm run generate -->\\n)[^]*(<!-- end of ${name} -->)`,
  );
  if (!place.test(text)) throw new Error(`there is no place for the table ${name}`);
  return text.replace(place, (_, begin: string, end: string) => `${begin}\n${table}\n\n${end}`);
}
