import { deadline } from '../deadline.js';

/** Look-ups that have not ended yet. A wait for them is bounded. */
export class PendingLookups {
  readonly #lookUps = new Set<Promise<unknown>>();
  /** The number of look-ups that took longer than the wait for them. */
  missed = 0;

  add(lookUp: Promise<unknown>): void {
    this.#lookUps.add(lookUp);
    void lookUp.finally(() => this.#lookUps.delete(lookUp));
  }

  get any(): boolean {
    return this.#lookUps.size > 0;
  }

  /** Resolves when all current look-ups have ended, at the latest after `limitMs`. undefined if there is none. */
  settled(limitMs: number): Promise<void> | undefined {
    return this.any ? this.#wait([...this.#lookUps], limitMs) : undefined;
  }

  async #wait(lookUps: readonly Promise<unknown>[], limitMs: number): Promise<void> {
    await new Promise<void>((resolve) => {
      const wait = deadline(limitMs, () => {
        // A read of /proc may hang: nothing waits for it again.
        for (const lookUp of lookUps) if (this.#lookUps.delete(lookUp)) this.missed++;
        resolve();
      });
      void Promise.allSettled(lookUps).then(() => {
        wait.clear();
        resolve();
      });
    });
  }
}
