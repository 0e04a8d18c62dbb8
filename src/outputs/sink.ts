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

/** Room for a usual text. A new buffer for each would be most of V8's garbage. */
const BUFFER_BYTES = 256 * 1024;
/** The most bytes of UTF-8 that a character of a string takes. */
const MOST_PER_CHARACTER = 3;

/** Writes to a file at once. Where the disk is full, the part of a line that still fitted is taken back. */
export class FileSink implements Sink {
  readonly #fd: number;
  readonly #isOwn: boolean;
  readonly #buffer = Buffer.allocUnsafeSlow(BUFFER_BYTES);

  /**
   * @param file a path, to append to: only the owner may read a new file, command lines may hold
   *   secrets; or the descriptor of a file that is open, and stays so
   */
  constructor(file: string | number) {
    this.#isOwn = typeof file === 'string';
    this.#fd = typeof file === 'string' ? openSync(file, 'a', 0o600) : file;
  }

  write(text: string): undefined {
    const bytes = this.#bytes(text);
    let done = 0;
    try {
      while (done < bytes.length) done += writeSync(this.#fd, bytes, done);
    } catch (error) {
      const whole = bytes.subarray(0, done).lastIndexOf('\n') + 1;
      const file = fstatSync(this.#fd);
      if (file.isFile()) ftruncateSync(this.#fd, file.size - done + whole);
      throw error;
    }
    return undefined;
  }

  close(): undefined {
    if (this.#isOwn) closeSync(this.#fd);
    return undefined;
  }

  #bytes(text: string): Buffer {
    if (text.length * MOST_PER_CHARACTER > BUFFER_BYTES) return Buffer.from(text, 'utf8');
    return this.#buffer.subarray(0, this.#buffer.write(text, 'utf8'));
  }
}

/** Whether a descriptor is a regular file, which never makes its writer wait. */
export function isFile(fd: number): boolean {
  try {
    return fstatSync(fd).isFile();
  } catch {
    return false;
  }
}
