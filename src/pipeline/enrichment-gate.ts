/** Does things one after the other, each once what was still to be learned then has been. */
export class EnrichmentGate {
  readonly #settled: () => Promise<unknown> | undefined;
  #waiting: (() => void)[] = [];
  #working: Promise<void> | undefined;

  /** @param settled waits for what is still to be learned, for a limited time */
  constructor(settled: () => Promise<unknown> | undefined) {
    this.#settled = settled;
  }

  /** At once, where it needs nothing that is still to be learned and nobody waits. */
  add(waits: boolean, act: () => void): void {
    if (!waits && this.#working === undefined) {
      act();
      return;
    }
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
