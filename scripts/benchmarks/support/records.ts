import type { Readable } from 'node:stream';

import type { TraceRecord } from '../../../src/records/records.js';

/** Records as NDJSON brings them; each is timed when it comes. */
export class Records {
  readonly #arrived: { readonly record: TraceRecord; readonly epochUs: number }[] = [];
  #wake: () => void = () => undefined;
  #ended = false;

  constructor(source: Readable) {
    let rest = '';
    source.setEncoding('utf8').on('data', (text: string) => {
      const epochUs = (performance.timeOrigin + performance.now()) * 1000;
      const lines = (rest + text).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) {
        this.#arrived.push({ record: JSON.parse(line) as TraceRecord, epochUs });
      }
      this.#wake();
    });
    source.on('end', () => {
      this.#ended = true;
      this.#wake();
    });
  }

  /** The next record of a type, others left out, and when it came, µs since 1970. */
  async next<T extends TraceRecord['type']>(type: T) {
    for (;;) {
      const next = this.#arrived.shift();
      if (next?.record.type === type) {
        return { record: next.record as Extract<TraceRecord, { type: T }>, epochUs: next.epochUs };
      }
      if (next !== undefined) continue;
      if (this.#ended) throw new Error(`the trace ended without ${type}`);
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }
}
