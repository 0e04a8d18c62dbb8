import { RECORD_SCHEMA } from '../records/record-schema.js';
import { print } from './print.js';

/** `signals-trace schema`: prints the JSON Schema of the records. */
export async function schemaCommand(): Promise<void> {
  await print(`${JSON.stringify(RECORD_SCHEMA, undefined, 2)}\n`);
}
