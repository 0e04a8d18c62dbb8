const BAR = 0x7c;
const MINUS = 0x2d;
const ZERO = 0x30;
/** A number of so many digits is exact as a double. */
const EXACT_DIGITS = 15;
const DECIMAL = /^\d{1,20}$/;

/** Reads the fields of a line from left to right. A bar ends each field but those of a fixed width. */
export class FieldReader {
  readonly #text: string;
  readonly #end: number;
  #at: number;
  #behindBar = true;

  /** Reads the part of a text from one position up to another. */
  constructor(text: string, at: number, end: number) {
    this.#text = text;
    this.#at = at;
    this.#end = end;
  }

  /** The next field as an integer; NaN where it is none. */
  number(terminator = BAR): number {
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
    if (at < this.#end && text.charCodeAt(at) !== terminator) {
      this.word();
      return NaN;
    }
    this.#at = at + 1;
    this.#behindBar = true;
    if (at === first) return NaN;
    return negative ? -value : value;
  }

  /** The next field as an integer of any size; -1 where it is none from 0 up. */
  bigint(): bigint {
    const from = this.#at;
    const value = this.number();
    if (value >= 0 && this.#at - from <= EXACT_DIGITS + 1) return BigInt(value);
    this.#at = from;
    const word = this.word();
    return DECIMAL.test(word) ? BigInt(word) : -1n;
  }

  /** The next field as it stands. */
  word(): string {
    const bar = this.#text.indexOf('|', this.#at);
    const end = bar === -1 || bar > this.#end ? this.#end : bar;
    const word = this.#text.slice(this.#at, end);
    this.#at = Math.max(end, this.#at) + 1;
    this.#behindBar = true;
    return word;
  }

  /** So many characters, whatever they are. */
  characters(count: number): string {
    const from = this.#at;
    this.#at += count;
    this.#behindBar = false;
    return this.#text.slice(from, this.#at);
  }

  /** All that is left. */
  rest(): string {
    const from = this.#at;
    this.#at = Math.max(from, this.#end);
    this.#behindBar = false;
    return this.#text.slice(from, this.#end);
  }

  /** Whether the whole line was read, and no more than there was. */
  get complete(): boolean {
    return this.#at === this.#end + (this.#behindBar ? 1 : 0);
  }

  /** Whether no field is left, not even an empty one. */
  get finished(): boolean {
    return this.#at > this.#end || (this.#at === this.#end && !this.#behindBar);
  }
}
