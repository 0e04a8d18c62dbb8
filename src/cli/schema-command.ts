import { RECORD_SCHEMA } from '../records/record-schema.js';
import { print } from './print.js';

/** `signals-trace schema` */
export async function schemaCommand(): Promise<void> {
  await print(`${JSON.stringify(RECORD_SCHEMA, undefined, 2)}\n`);
}
