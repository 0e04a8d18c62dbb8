import type { Warning } from '../wire/events.js';

const WORD_FOR_WORD = 50;

/** What bpftrace prints beside records: the first of it is told word for word, the rest is counted. */
export class UnparsedLines {
  #words: Warning[] = [];
  #heard = 0;
  #more = 0;

  add(complaint: Warning): void {
    if (++this.#heard > WORD_FOR_WORD) this.#more++;
    else this.#words.push(complaint);
  }

  /** Taken once. */
  takeFirst(): Warning[] {
    return this.#words.splice(0);
  }

  /** Taken once. */
  takeCount(): Warning[] {
    if (this.#more === 0) return [];
    const message = `bpftrace printed ${this.#more} more lines that are no records`;
    this.#more = 0;
    return [{ kind: 'complaint', code: 'unreadable', message }];
  }
}
