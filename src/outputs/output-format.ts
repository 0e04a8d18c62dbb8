import type { StreamRecord } from '../records/stream-record.js';

/**
 * Turns records into text. Each text ends its own lines; an empty text means that nothing is shown,
 * or nothing yet.
 */
export interface Formatter {
  /** The text before all records. */
  readonly head: string;
  record(entry: StreamRecord): string;
  /** Returns the text that need not be held back any longer; call it several times a second. */
  due(): string;
  /** Returns all text that is still held back. */
  flush(): string;
}
