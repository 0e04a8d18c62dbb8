/**
 * Writes src/schema/records.ts, the types of a record, from its JSON Schema, and the README's table
 * of fields with them. `npm run generate`; with --check it writes nothing and fails on a difference.
 */
import { readFile, writeFile } from 'node:fs/promises';

import { compile } from 'json-schema-to-typescript';
import prettier from 'prettier';

import { RECORD_SCHEMA } from '../src/schema/record-schema.js';

const TYPES = 'src/schema/records.ts';

const banner = '// Made from record-schema.ts by `npm run generate`.\n';
const types = await compile(RECORD_SCHEMA as object, 'TraceRecord', {
  bannerComment: banner,
  additionalProperties: false,
});
const options = await prettier.resolveConfig(TYPES);
const text = await prettier.format(types, { ...options, parser: 'typescript' });

if (process.argv.includes('--check')) {
  if ((await readFile(TYPES, 'utf8')) !== text) {
    console.error(`${TYPES} does not follow from the schema: run npm run generate`);
    process.exitCode = 1;
  }
} else {
  await writeFile(TYPES, text);
}
