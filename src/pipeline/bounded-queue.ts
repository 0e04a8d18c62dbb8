/**
 * Passes batches from a source that pushes to a reader that pulls. It takes whatever is put; `full`
 * asks the source to pause, and that is all the back-pressure there is.
 */
export class BoundedQueue<T> implements AsyncIterable<readonly T[]> {
  readonly #onFull: (full: boolean) => void;
  readonly #high: number;
  #batches: (readonly T[])[] = [];
  #waiting = 0;
  #full = false;
  #closed = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  /**
   * @param high the queue is full with more items than this, until fewer than half of it wait
   * @param onFull called when `full` changes
   */
  constructor(high: number, onFull: (full: boolean) => void) {
    this.#high = high;
    this.#onFull = onFull;
  }

  get full(): boolean {
    return this.#full;
  }

  put(batch: readonly T[]): void {
    if (batch.length === 0 || this.#closed) return;
    this.#batches.push(batch);
    this.#waiting += batch.length;
    this.#check();
    this.#wake?.();
  }

  /** The reader still gets what waits; then its loop ends, or fails with the error. */
  close(error?: Error): void {
    this.#closed = true;
    this.#error = error;
    this.#wake?.();
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<readonly T[], void> {
    for (;;) {
      const batches = this.#batches;
      this.#batches = [];
      for (const batch of batches) {
        yield batch;
        this.#waiting -= batch.length;
        this.#check();
      }
      if (this.#batches.length > 0) continue;
      if (this.#closed) break;
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = undefined;
    }
    if (this.#error !== undefined) throw this.#error;
  }

  #check(): void {
    if (this.#full ? this.#waiting < this.#high / 2 : this.#waiting > this.#high) {
      this.#full = !this.#full;
      this.#onFull(this.#full);
    }
  }
}
