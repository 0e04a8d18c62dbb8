import { printable } from '../outputs/printable.js';
import { linesOf } from '../outputs/wrapped.js';

/** Writes lines for a person to stderr, never among the records. */
export class Terminal {
  readonly #stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'>;
  #progress = false;

  constructor(stream: Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'write'> = process.stderr) {
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
    if (this.#stream.isTTY) this.sentence(text);
  }

  line(text: string): void {
    this.done();
    this.#stream.write(`${text.split('\n').map(printable).join('\n')}\n`);
  }

  /** Writes a sentence; a terminal that is too narrow for it gets it in several lines. */
  sentence(text: string): void {
    const { isTTY, columns } = this.#stream;
    this.line(linesOf(text.split(' '), (isTTY && columns) || Infinity).join('\n'));
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
