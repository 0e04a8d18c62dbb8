const MOST_ENTRIES = 4096;
/** The text of the keys. A signal's tail with a stack is some 600 bytes. */
const MOST_BYTES = 4 * 2 ** 20;

/**
 * Remembers the results of a pure function for texts that repeat, one character a byte. A host can
 * invent new texts without end, so a memo that is full in entries or in bytes starts again.
 */
export class Memo<T> {
  readonly #make: (key: string) => T;
  readonly #mostEntries: number;
  readonly #mostBytes: number;
  readonly #known = new Map<string, { readonly value: T }>();
  #bytes = 0;
  #lastKey: string | undefined;
  #last: { readonly value: T } | undefined;

  constructor(make: (key: string) => T, mostEntries = MOST_ENTRIES, mostBytes = MOST_BYTES) {
    this.#make = make;
    this.#mostEntries = mostEntries;
    this.#mostBytes = mostBytes;
  }

  get(key: string): T {
    // Signals come in runs. A comparison costs less than a look-up.
    if (this.#last !== undefined && key === this.#lastKey) return this.#last.value;
    const found = this.#known.get(key) ?? this.#add(copied(key));
    this.#lastKey = key;
    this.#last = found;
    return found.value;
  }

  #add(key: string): { readonly value: T } {
    const made = { value: this.#make(key) };
    // One text that fills the memo alone would drive out all others.
    if (key.length > this.#mostBytes / 4) return made;
    if (this.#known.size >= this.#mostEntries || this.#bytes + key.length > this.#mostBytes) {
      this.#known.clear();
      this.#bytes = 0;
    }
    this.#known.set(key, made);
    this.#bytes += key.length;
    return made;
  }
}

/** A slice keeps the whole text in memory that it was taken from, and one read of the source is long. */
function copied(bytes: string): string {
  return Buffer.from(bytes, 'latin1').toString('latin1');
}
