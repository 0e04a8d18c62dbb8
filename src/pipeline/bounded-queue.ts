/** Between a source that pushes batches and a reader that asks for them. */
export class BoundedQueue<T> implements AsyncIterable<readonly T[]> {
  readonly #onPressure: (high: boolean) => void;
  readonly #high: number;
  #batches: (readonly T[])[] = [];
  #waiting = 0;
  #full = false;
  #closed = false;
  #error: Error | undefined;
  #wake: (() => void) | undefined;

  /**
   * @param high with more than so many waiting, the source is to hold; below half of it, to go on
   * @param onPressure called when that changes
   */
  constructor(high: number, onPressure: (high: boolean) => void) {
    this.#high = high;
    this.#onPressure = onPressure;
  }

  put(batch: readonly T[]): void {
    if (batch.length === 0 || this.#closed) return;
    this.#batches.push(batch);
    this.#waiting += batch.length;
    this.#press();
    this.#wake?.();
  }

  /** What waits is still read; then the reader's loop ends, or fails with the error. */
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
        this.#press();
      }
      if (this.#batches.length > 0) continue;
      if (this.#closed) break;
      await new Promise<void>((resolve) => (this.#wake = resolve));
      this.#wake = undefined;
    }
    if (this.#error !== undefined) throw this.#error;
  }

  #press(): void {
    if (this.#full ? this.#waiting < this.#high / 2 : this.#waiting > this.#high) {
      this.#full = !this.#full;
      this.#onPressure(this.#full);
    }
  }
}
