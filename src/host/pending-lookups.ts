/** What is still to be learned, to be waited for, but not for long. */
export class PendingLookups {
  readonly #lookUps = new Set<Promise<unknown>>();
  /** How many took longer than they were waited for. */
  missed = 0;

  add(lookUp: Promise<unknown>): void {
    this.#lookUps.add(lookUp);
    void lookUp.finally(() => this.#lookUps.delete(lookUp));
  }

  get any(): boolean {
    return this.#lookUps.size > 0;
  }

  /** Done when all that is under way now has been found, at the latest after so long; undefined: at once. */
  settled(limitMs: number): Promise<void> | undefined {
    return this.any ? this.#wait([...this.#lookUps], limitMs) : undefined;
  }

  async #wait(lookUps: readonly Promise<unknown>[], limitMs: number): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        // One that hangs, as a read of /proc may, is not waited for again.
        for (const lookUp of lookUps) if (this.#lookUps.delete(lookUp)) this.missed++;
        resolve();
      }, limitMs);
    });
    await Promise.race([Promise.allSettled(lookUps), late]);
    clearTimeout(timer);
  }
}
