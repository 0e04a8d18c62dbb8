import { printable } from '../outputs/printable.js';

/** Lines for a person, on stderr: never among the records. */
export class Terminal {
  readonly #stream = process.stderr;
  #progress = false;

  /** A line that the next one takes the place of; only where somebody looks. */
  progress(text: string): void {
    if (!this.#stream.isTTY) return;
    this.#stream.write(`\r\u001B[K${printable(text)}`);
    this.#progress = true;
  }

  /** A line in passing; only where somebody looks. */
  aside(text: string): void {
    if (this.#stream.isTTY) this.line(text);
  }

  line(text: string): void {
    this.done();
    this.#stream.write(`${text.split('\n').map(printable).join('\n')}\n`);
  }

  /** The terminal has shown ^C: what follows gets a line of its own. */
  interrupted(): void {
    if (this.#stream.isTTY) this.#stream.write('\n');
  }

  /** Takes the progress line away. */
  done(): void {
    if (this.#progress) this.#stream.write('\r\u001B[K');
    this.#progress = false;
  }
}
