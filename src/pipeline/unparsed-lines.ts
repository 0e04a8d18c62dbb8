import type { Warning } from '../wire/events.js';

const WORD_FOR_WORD = 50;

/** Lines of bpftrace that are no records: the first are kept word for word, the rest are counted. */
export class UnparsedLines {
  #words: Warning[] = [];
  #heard = 0;
  #more = 0;

  add(complaint: Warning): void {
    if (++this.#heard > WORD_FOR_WORD) this.#more++;
    else this.#words.push(complaint);
  }

  /** Each is returned once. */
  takeFirst(): Warning[] {
    return this.#words.splice(0);
  }

  /** Each is returned once. */
  takeCount(): Warning[] {
    if (this.#more === 0) return [];
    const message = `bpftrace printed ${this.#more} more lines that are no records`;
    this.#more = 0;
    return [{ kind: 'complaint', code: 'unreadable', message }];
  }
}
