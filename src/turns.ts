/** Does things one after the other, each once what was being looked up then has been found. */
export class Turns {
  readonly #settled: () => Promise<void> | undefined;
  #waiting: (() => void)[] = [];
  #working: Promise<void> | undefined;

  /** @param settled waits for what is being looked up, for a limited time */
  constructor(settled: () => Promise<void> | undefined) {
    this.#settled = settled;
  }

  add(act: () => void): void {
    this.#waiting.push(act);
    this.#working ??= this.#work();
  }

  /** Waits until all is done; undefined where nothing waits. */
  get done(): Promise<void> | undefined {
    return this.#working;
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const acts = this.#waiting;
      this.#waiting = [];
      await this.#settled();
      for (const act of acts) act();
    }
    this.#working = undefined;
  }
}
