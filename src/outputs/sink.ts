import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** A destination of text. `write` resolves when more may be written, and rejects when nothing can. */
export interface Sink {
  write(text: string): Promise<void> | undefined;
  close(): Promise<void> | undefined;
  /** Makes a slow reader fail the write instead of delaying it. */
  hurry?(): void;
}

/** A hurried write waits this long for its reader. */
const PATIENCE_MS = 500;

/** The reader did not read in time. */
export class Unread extends Error {
  override readonly name = 'Unread';
}

/** Writes to a stream such as stdout; waits while it is full. */
export class StreamSink implements Sink {
  readonly #stream: Writable;
  #error: Error | undefined;
  #hurried = false;
  /** Gives the current wait a limit. */
  #limit: (() => void) | undefined;

  constructor(stream: Writable) {
    this.#stream = stream;
    // Without a listener, a reader that goes away between writes would end this process.
    stream.on('error', (error: Error) => (this.#error ??= error));
  }

  async write(text: string): Promise<void> {
    this.#rethrow();
    if (text !== '' && !this.#stream.write(text)) {
      await this.#wait((done) => this.#stream.once('drain', done));
    }
  }

  /** Resolves when all text has been handed on; rejects where some has not. */
  async close(): Promise<void> {
    this.#rethrow();
    await this.#wait((done) => this.#stream.write('', done));
  }

  /** From now on, a reader that does not read within 0.5 s fails the write. */
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

/** Appends to a file. Where the disk is full, the part of a line that still fitted is taken back. */
export class FileSink implements Sink {
  readonly #fd: number;

  /** Only the owner may read a new file: command lines may hold secrets. */
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
