import type { TraceRecord } from '../records/records.js';
import type { StreamRecord } from '../records/stream-record.js';

/** The part of a trace that the reader needs. */
export interface ReadableTrace extends AsyncIterable<readonly StreamRecord[]> {
  stop(reason: string): void;
}

/** Reads a trace to its end, keeps its records, and lets others wait for a record. */
export class TraceReader {
  readonly records: TraceRecord[] = [];
  readonly #trace: ReadableTrace;
  readonly #interrupted: AbortSignal;
  readonly #ended: Promise<void>;
  #over = false;
  #error: Error | undefined;
  #wake: () => void = () => undefined;

  /** @param onRecords called with each batch of records */
  constructor(
    trace: ReadableTrace,
    interrupted: AbortSignal,
    onRecords: (records: readonly StreamRecord[]) => void,
  ) {
    this.#trace = trace;
    this.#interrupted = interrupted;
    interrupted.addEventListener('abort', () => {
      this.#wake();
    });
    this.#ended = this.#read(onRecords);
  }

  /** The error that ended the trace, if one did. */
  get error(): Error | undefined {
    return this.#error;
  }

  /**
   * Calls `find` after each batch until it returns a value. Returns undefined when the patience or
   * the trace ends first.
   *
   * @throws the reason of `interrupted` when that is aborted
   */
  async until<T>(find: () => T | undefined, patienceMs: number): Promise<T | undefined> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      this.#interrupted.throwIfAborted();
      const found = find();
      const leftMs = deadline - performance.now();
      if (found !== undefined || this.#over || leftMs <= 0) return found;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, leftMs);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
  }

  /** Stops the trace, and waits until it has ended. */
  async end(): Promise<void> {
    this.#trace.stop('smoke');
    await this.#ended;
  }

  /** Stops the trace unless it has ended. A second stop makes it end at once. */
  async close(): Promise<void> {
    if (!this.#over) this.#trace.stop('smoke');
    await this.end();
  }

  async #read(onRecords: (records: readonly StreamRecord[]) => void): Promise<void> {
    try {
      for await (const batch of this.#trace) {
        this.records.push(...batch.map(({ record }) => record));
        onRecords(batch);
        this.#wake();
      }
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(String(error));
    }
    this.#over = true;
    this.#wake();
  }
}
