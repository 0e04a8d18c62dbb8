/** Keys kept at most: names repeat, but a host may make up new ones without end. */
const MOST = 4096;

/** Remembers what a pure function made of the texts, one character a byte, that come again and again. */
export class Memo<T> {
  readonly #make: (key: string) => T;
  readonly #known = new Map<string, T>();
  #lastKey: string | undefined;
  #last: T | undefined;

  constructor(make: (key: string) => T) {
    this.#make = make;
  }

  get(key: string): T {
    // Signals come in runs, and to compare a key costs less than to look it up.
    if (key === this.#lastKey) return this.#last as T;
    let made = this.#known.get(key);
    if (made === undefined) {
      const own = copied(key);
      made = this.#make(own);
      if (this.#known.size >= MOST) this.#known.clear();
      this.#known.set(own, made);
    }
    this.#lastKey = key;
    this.#last = made;
    return made;
  }
}

/** A part of a string keeps all of it in memory, and what is read at once is long. */
function copied(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('latin1');
}
