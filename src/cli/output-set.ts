import { SignalsTraceError } from '../errors.js';
import type { Formatter } from '../outputs/output-format.js';
import { type Sink, Unread } from '../outputs/sink.js';
import { cannotWrite, isClosedPipe } from './write-failure.js';

/** One destination of the records. */
export interface Output {
  /** `stdout`, or the name of the file; messages use it. */
  readonly name: string;
  readonly format: Formatter;
  readonly sink: Sink;
}

/** Writes the same records to several outputs. One that fails is closed; the others go on. */
export class OutputSet {
  #open: readonly Output[];
  readonly #errors: unknown[] = [];
  readonly #onFailure: (reason: string) => void;
  /** The last write: the next one waits for it, whether a record or the clock starts it. */
  #writing = Promise.resolve();

  /** @param onFailure called for each output that fails, with the reason for the end record */
  constructor(outputs: readonly Output[], onFailure: (reason: string) => void) {
    this.#open = outputs;
    this.#onFailure = onFailure;
  }

  /** Whether the output of this name still takes text. */
  isOpen(name: string): boolean {
    return this.#open.some((output) => output.name === name);
  }

  /** Whether an output may hold rows back until they are due. */
  get holdsBack(): boolean {
    return this.#open.some(({ format }) => format.holdsBack);
  }

  /** Writes a text of each output's format. It never rejects: see `failure`. */
  write(text: (format: Formatter) => string): Promise<void> {
    this.#writing = this.#writing.then(() =>
      this.#each(({ sink, format }) => {
        const formatted = text(format);
        return formatted === '' ? undefined : sink.write(formatted);
      }),
    );
    return this.#writing;
  }

  close(): Promise<void> {
    return this.#each(({ sink }) => sink.close());
  }

  /** Makes a slow reader fail its write instead of delaying it. */
  hurry(): void {
    for (const { sink } of this.#open) sink.hurry?.();
  }

  /** The first write that failed. A reader that closes its pipe is no failure. */
  get failure(): SignalsTraceError | undefined {
    return this.#errors.find((error) => error instanceof SignalsTraceError);
  }

  /** Whether a hurried write found a reader that does not read. */
  get unread(): boolean {
    return this.#errors.some((error) => error instanceof Unread);
  }

  async #each(act: (output: Output) => Promise<void> | undefined): Promise<void> {
    for (const output of this.#open) {
      try {
        await act(output);
      } catch (error) {
        this.#fail(output, error);
      }
    }
  }

  #fail(output: Output, error: unknown): void {
    this.#open = this.#open.filter((other) => other !== output);
    const closed = isClosedPipe(error);
    this.#onFailure(closed ? 'reader closed' : `cannot write ${output.name}`);
    this.#errors.push(closed || error instanceof Unread ? error : cannotWrite(output.name, error));
  }
}
