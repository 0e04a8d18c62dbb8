const BAR = 0x7c;
const MINUS = 0x2d;
const ZERO = 0x30;
const DECIMAL = /^\d{1,20}$/;

/** Takes apart a line of fields between bars, from left to right. */
export class Fields {
  readonly #text: string;
  readonly #end: number;
  #at: number;

  /** The fields from one place in a text up to another. */
  constructor(text: string, at: number, end: number) {
    this.#text = text;
    this.#at = at;
    this.#end = end;
  }

  /** The next field as an integer; NaN where it is none. */
  number(): number {
    const text = this.#text;
    let at = this.#at;
    const negative = text.charCodeAt(at) === MINUS;
    if (negative) at++;
    const first = at;
    let value = 0;
    for (; at < this.#end; at++) {
      const digit = text.charCodeAt(at) - ZERO;
      if (digit < 0 || digit > 9) break;
      value = value * 10 + digit;
    }
    const ended = at >= this.#end || text.charCodeAt(at) === BAR;
    if (!ended) {
      this.word();
      return NaN;
    }
    this.#at = at + 1;
    return at === first ? NaN : negative ? -value : value;
  }

  /** The next field as an integer of any size; -1 where it is none from 0 up. */
  bigint(): bigint {
    return unsigned(this.word());
  }

  /** The next field as it stands. */
  word(): string {
    const end = this.#text.indexOf('|', this.#at);
    const word = this.#text.slice(this.#at, end === -1 ? undefined : end);
    this.#at = end === -1 ? this.#text.length + 1 : end + 1;
    return word;
  }

  /** So many characters, whatever they are. */
  characters(count: number): string {
    const from = this.#at;
    this.#at += count;
    return this.#text.slice(from, this.#at);
  }

  /** Whether more was taken than there was. */
  get ended(): boolean {
    return this.#at > this.#end;
  }

  /** How much is left. */
  get left(): number {
    return this.#end - this.#at;
  }

  /** All that is left. */
  rest(): string {
    return this.#text.slice(this.#at, this.#end);
  }
}

/** An integer of any size; -1 for what is none from 0 up. */
export function unsigned(word: string): bigint {
  return DECIMAL.test(word) ? BigInt(word) : -1n;
}
