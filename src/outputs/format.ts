import type { TraceRecord } from '../schema/records.js';

/** How records become text; each text ends its lines. An empty text says nothing of the record. */
export interface Format {
  /** What stands before all records. */
  readonly head: string;
  record(record: TraceRecord): string;
}

/** NDJSON: each record as it is, a line each. */
export const ndjson: Format = {
  head: '',
  record: (record) => `${JSON.stringify(record)}\n`,
};
