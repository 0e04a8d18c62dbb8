/**
 * Writes what follows from the code: the types of the records, and the reference of their fields.
 * `npm run generate`; with --check it writes nothing and fails on a difference.
 */
import { readFile, writeFile } from 'node:fs/promises';

import { compile } from 'json-schema-to-typescript';
import prettier from 'prettier';

import { RECORD_SCHEMA } from '../src/records/record-schema.js';
import { REFERENCE, withReference } from './generate/records-reference.js';

const TYPES = 'src/records/records.ts';

const types = await compile(RECORD_SCHEMA as object, 'TraceRecord', {
  bannerComment: '// Made from record-schema.ts by `npm run generate`.\n',
  additionalProperties: false,
});
await write(TYPES, await formatted(TYPES, types));
await write(REFERENCE, withReference(await readFile(REFERENCE, 'utf8')));

async function formatted(path: string, text: string): Promise<string> {
  const options = await prettier.resolveConfig(path);
  return prettier.format(text, { ...options, filepath: path });
}

async function write(path: string, text: string): Promise<void> {
  if (!process.argv.includes('--check')) {
    await writeFile(path, text);
  } else if ((await readFile(path, 'utf8')) !== text) {
    console.error(`${path} does not follow from the code: run npm run generate`);
    process.exitCode = 1;
  }
}
