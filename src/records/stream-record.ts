import type { TraceRecord } from './records.js';

/**
 * A record of the stream, for a reader that wants the object, or its line of NDJSON alone. To be read
 * at once: later, more or less may be known of its processes.
 */
export interface StreamRecord {
  readonly type: TraceRecord['type'];
  readonly record: TraceRecord;
  /** With its line feed. */
  readonly line: string;
}

/** A record that is made already. */
export class MadeRecord implements StreamRecord {
  readonly record: TraceRecord;

  constructor(record: TraceRecord) {
    this.record = record;
  }

  get type(): TraceRecord['type'] {
    return this.record.type;
  }

  get line(): string {
    return `${JSON.stringify(this.record)}\n`;
  }
}
