/** What is being looked up, to be waited for, but not for long. */
export class Underway {
  #count = 0;
  #wake: (() => void)[] = [];

  add(lookUp: Promise<unknown>): void {
    this.#count++;
    void lookUp.finally(() => {
      this.#count--;
      if (this.#count > 0) return;
      for (const wake of this.#wake) wake();
      this.#wake = [];
    });
  }

  /** Done when nothing is under way any more, at the latest after so long; undefined: at once. */
  settled(limitMs: number): Promise<void> | undefined {
    if (this.#count === 0) return undefined;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      this.#wake.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }
}
