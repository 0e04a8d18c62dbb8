import { RECORD_SCHEMA } from '../schema/record-schema.js';

/** `signals-trace schema` */
export function schemaCommand(): void {
  process.stdout.write(`${JSON.stringify(RECORD_SCHEMA, undefined, 2)}\n`);
}
