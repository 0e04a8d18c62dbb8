import type { TraceRecord } from '../records/records.js';
import type { Trace } from '../trace.js';

/** Reads a trace to its end, and lets others wait for what it says. */
export class Watch {
  readonly records: TraceRecord[] = [];
  readonly #trace: Trace;
  readonly #interrupted: AbortSignal;
  readonly #ended: Promise<void>;
  #over = false;
  #error: Error | undefined;
  #wake: () => void = () => undefined;

  /** @param told called with all that comes */
  constructor(
    trace: Trace,
    interrupted: AbortSignal,
    told: (records: readonly TraceRecord[]) => void,
  ) {
    this.#trace = trace;
    this.#interrupted = interrupted;
    interrupted.addEventListener('abort', () => {
      this.#wake();
    });
    this.#ended = this.#read(told);
  }

  /** Why the trace has failed, if it has. */
  get error(): Error | undefined {
    return this.#error;
  }

  /**
   * Waits until it answers; undefined when the patience is over, or the trace. Throws where it is
   * interrupted.
   */
  async until<T>(look: () => T | undefined, patienceMs: number): Promise<T | undefined> {
    const deadline = performance.now() + patienceMs;
    for (;;) {
      this.#interrupted.throwIfAborted();
      const found = look();
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

  /** Ends the trace in good order, and waits for that. */
  async end(): Promise<void> {
    this.#trace.stop('smoke');
    await this.#ended;
  }

  /** Ends it at once, if it has not ended, and waits for that. */
  async close(): Promise<void> {
    if (!this.#over) this.#trace.stop('smoke');
    await this.end();
  }

  async #read(told: (records: readonly TraceRecord[]) => void): Promise<void> {
    try {
      for await (const batch of this.#trace) {
        this.records.push(...batch);
        told(batch);
        this.#wake();
      }
    } catch (error) {
      this.#error = error instanceof Error ? error : new Error(String(error));
    }
    this.#over = true;
    this.#wake();
  }
}
