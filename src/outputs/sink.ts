import { closeSync, fstatSync, ftruncateSync, openSync, writeSync } from 'node:fs';
import type { Writable } from 'node:stream';

/** Where text goes. `write` is done when more may come; it fails when no more can. */
export interface Sink {
  write(text: string): Promise<void> | undefined;
  close(): Promise<void> | undefined;
}

/** A stream such as stdout; waits while it is full. */
export class StreamSink implements Sink {
  readonly #stream: Writable;
  #error: Error | undefined;

  constructor(stream: Writable) {
    this.#stream = stream;
    // Also between writes: else a reader that goes away would end the process.
    stream.on('error', (error: Error) => (this.#error ??= error));
  }

  async write(text: string): Promise<void> {
    this.#rethrow();
    if (text === '' || this.#stream.write(text)) return;
    await new Promise<void>((resolve) => {
      const done = () => {
        this.#stream.off('drain', done).off('error', done).off('close', done);
        resolve();
      };
      this.#stream.on('drain', done).on('error', done).on('close', done);
    });
    this.#rethrow();
  }

  /** Done when all of it has been handed on; fails where some of it has not. */
  async close(): Promise<void> {
    this.#rethrow();
    await new Promise<void>((resolve, reject) => {
      this.#stream.write('', (error) => {
        if (error) reject(this.#error ?? error);
        else resolve();
      });
    });
  }

  #rethrow(): void {
    if (this.#error !== undefined) throw this.#error;
  }
}

/** A file, appended to; whole texts only: one that no longer fits is taken back. */
export class FileSink implements Sink {
  readonly #fd: number;

  /** Created for its owner alone: what processes do, and to whom, may be a secret. */
  constructor(path: string) {
    this.#fd = openSync(path, 'a', 0o600);
  }

  write(text: string): undefined {
    const bytes = Buffer.from(text, 'utf8');
    const before = fstatSync(this.#fd);
    try {
      for (let done = 0; done < bytes.length;) done += writeSync(this.#fd, bytes, done);
    } catch (error) {
      if (before.isFile()) ftruncateSync(this.#fd, before.size);
      throw error;
    }
    return undefined;
  }

  close(): undefined {
    closeSync(this.#fd);
    return undefined;
  }
}
