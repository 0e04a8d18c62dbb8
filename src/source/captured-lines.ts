import { Decoder } from '../wire/decoder.js';
import type { Source, SourceListener } from './source.js';

/** Lines that bpftrace once printed, in reads of some lines each: the whole pipeline without a kernel. */
export class CapturedLines implements Source {
  readonly ended: Promise<void>;
  readonly #decoder = new Decoder();
  #resume: (() => void) | undefined;
  #paused: Promise<void> | undefined;

  /** @param between awaited after each read, so that a test can let look-ups finish */
  constructor(
    reads: Iterable<readonly string[]>,
    listener: SourceListener,
    between: () => Promise<void> = () => Promise.resolve(),
  ) {
    this.ended = this.#play(reads, listener, between);
  }

  pause(): void {
    this.#paused ??= new Promise((resolve) => (this.#resume = resolve));
  }

  resume(): void {
    this.#paused = undefined;
    this.#resume?.();
  }

  async #play(
    reads: Iterable<readonly string[]>,
    listener: SourceListener,
    between: () => Promise<void>,
  ): Promise<void> {
    for (const lines of reads) {
      await this.#paused;
      listener.onEvents(this.#decoder.push(lines));
      await between();
    }
  }
}
