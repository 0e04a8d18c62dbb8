import { printable } from '../outputs/printable.js';

/** Writes lines for a person to stderr, never among the records. */
export class Terminal {
  readonly #stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'>;
  #progress = false;

  constructor(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'write'> = process.stderr) {
    this.#stream = stream;
  }

  /** Writes a line that the next one replaces; nothing where stderr is no terminal. */
  progress(text: string): void {
    if (!this.#stream.isTTY) return;
    this.#stream.write(`\r\u001B[K${printable(text)}`);
    this.#progress = true;
  }

  /** Writes a line that only a person at a terminal needs; nothing elsewhere. */
  aside(text: string): void {
    if (this.#stream.isTTY) this.line(text);
  }

  line(text: string): void {
    this.done();
    this.#stream.write(`${text.split('\n').map(printable).join('\n')}\n`);
  }

  /** Ends the line on which the terminal shows ^C. */
  interrupted(): void {
    if (this.#stream.isTTY) this.#stream.write('\n');
  }

  /** Removes the progress line. */
  done(): void {
    if (this.#progress) this.#stream.write('\r\u001B[K');
    this.#progress = false;
  }
}
