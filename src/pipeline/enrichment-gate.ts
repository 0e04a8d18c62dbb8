/** Runs actions in order. Each waits for the look-ups that were pending when it was added. */
export class EnrichmentGate {
  readonly #settled: () => Promise<unknown> | undefined;
  #waiting: (() => void)[] = [];
  #working: Promise<void> | undefined;

  /** @param settled waits, for a limited time, for what is being looked up; undefined: nothing is */
  constructor(settled: () => Promise<unknown> | undefined) {
    this.#settled = settled;
  }

  /** Runs it at once, unless it has to wait or others wait already. */
  run(waits: boolean, action: () => void): void {
    if (!waits && this.#working === undefined) {
      action();
      return;
    }
    this.#waiting.push(action);
    this.#working ??= this.#work();
  }

  /** Resolves when every action has run; undefined where none waits. */
  get done(): Promise<void> | undefined {
    return this.#working;
  }

  async #work(): Promise<void> {
    while (this.#waiting.length > 0) {
      const actions = this.#waiting;
      this.#waiting = [];
      await this.#settled();
      for (const action of actions) action();
    }
    this.#working = undefined;
  }
}
