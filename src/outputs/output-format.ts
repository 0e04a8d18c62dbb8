import type { StreamRecord } from '../records/stream-record.js';

/**
 * Turns records into text. Each text ends its own lines; an empty text means that nothing is shown,
 * or nothing yet.
 */
export interface Formatter {
  /** The text before all records. */
  readonly head: string;
  record(entry: StreamRecord): string;
  /** It may hold text back for a moment: `due` is to be called several times a second. */
  readonly holdsBack: boolean;
  /** Returns the text that need not be held back any longer. */
  due(): string;
  /** Returns all text that is still held back. */
  flush(): string;
  /** Returns how many signals it holds back as noise, by signal. */
  held?(): Readonly<Record<string, number>>;
}
