import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** Where text goes. `write` is done when more may come; it fails when no more can. */
export interface Sink {
  write(text: string): Promise<void> | undefined;
  close(): Promise<void> | undefined;
  hurry?(): void;
}

/** How long a reader is waited for in a hurry. */
const PATIENCE_MS = 500;

/** The reader does not read, and there is no time to wait for it. */
export class Unread extends Error {
  override readonly name = 'Unread';
}

/** A stream such as stdout; waits while it is full. */
export class StreamSink implements Sink {
  readonly #stream: Writable;
  #error: Error | undefined;
  #hurried = false;
  /** Ends the wait that goes on, soon. */
  #limit: (() => void) | undefined;

  constructor(stream: Writable) {
    this.#stream = stream;
    // Also between writes: else a reader that goes away would end the process.
    stream.on('error', (error: Error) => (this.#error ??= error));
  }

  async write(text: string): Promise<void> {
    this.#rethrow();
    if (text !== '' && !this.#stream.write(text)) {
      await this.#wait((done) => this.#stream.once('drain', done));
    }
  }

  /** Done when all of it has been handed on; fails where some of it has not. */
  async close(): Promise<void> {
    this.#rethrow();
    await this.#wait((done) => this.#stream.write('', done));
  }

  /** From now on, a reader that does not read fails the write. */
  hurry(): void {
    this.#hurried = true;
    this.#limit?.();
  }

  async #wait(begin: (done: () => void) => void): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      const done = () => {
        clearTimeout(timer);
        this.#limit = undefined;
        this.#stream.off('drain', done).off('error', done).off('close', done);
        resolve();
      };
      this.#limit = () => {
        timer ??= setTimeout(() => {
          this.#error ??= new Unread('its reader does not read');
          done();
        }, PATIENCE_MS);
      };
      if (this.#hurried) this.#limit();
      this.#stream.on('error', done).on('close', done);
      begin(done);
    });
    this.#rethrow();
  }

  #rethrow(): void {
    if (this.#error !== undefined) throw this.#error;
  }
}

/** A file, appended to; whole lines only: what of one still fits is taken back. */
export class FileSink implements Sink {
  readonly #fd: number;

  /** Created for its owner alone: what processes do, and to whom, may be a secret. */
  constructor(path: string) {
    this.#fd = openSync(path, 'a', 0o600);
  }

  write(text: string): undefined {
    const bytes = Buffer.from(text, 'utf8');
    const before = fstatSync(this.#fd);
    let done = 0;
    try {
      while (done < bytes.length) done += writeSync(this.#fd, bytes, done);
    } catch (error) {
      const whole = bytes.subarray(0, done).lastIndexOf('\n') + 1;
      if (before.isFile()) ftruncateSync(this.#fd, before.size + whole);
      throw error;
    }
    return undefined;
  }

  close(): undefined {
    closeSync(this.#fd);
    return undefined;
  }
}
