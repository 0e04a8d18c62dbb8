import type { TraceRecord } from '../records/records.js';

/** How records become text; each text ends its lines. An empty text says nothing yet, or nothing. */
export interface Formatter {
  /** What stands before all records. */
  readonly head: string;
  record(record: TraceRecord): string;
  /** What need not be held back any longer; to be asked some times a second. */
  due(): string;
  /** All that is still held back. */
  flush(): string;
}
