/** Cuts pieces of text into lines. A line that never ends keeps only its last characters. */
export class LineSplitter {
  readonly #mostChars: number;
  #rest = '';

  constructor(mostChars: number) {
    this.#mostChars = mostChars;
  }

  /** @returns the lines that this piece ends */
  push(piece: string): string[] {
    const lines = (this.#rest + piece).split('\n');
    this.#rest = (lines.pop() ?? '').slice(-this.#mostChars);
    return lines;
  }

  /** The line that has not ended yet. */
  get rest(): string {
    return this.#rest;
  }
}
