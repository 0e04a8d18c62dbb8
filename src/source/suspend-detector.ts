/** The least time between two checks, ns. */
const EVERY_NS = 1_000_000_000n;
/** A shorter sleep, s, loses nothing worth a word. */
const LEAST_S = 0.5;

/**
 * Tells whether the host has slept: CLOCK_BOOTTIME counts that time, CLOCK_MONOTONIC does not. Events
 * of a processor that was switched off meanwhile do not come back by themselves.
 */
export class SuspendDetector {
  readonly #uptime: () => number;
  #offset: number | undefined;
  #lookedAt = 0n;

  /** @param uptime seconds since boot, sleep included */
  constructor(uptime: () => number) {
    this.#uptime = uptime;
  }

  /** @param ns of CLOCK_MONOTONIC, now */
  since(ns: bigint): boolean {
    if (this.#offset !== undefined && ns - this.#lookedAt < EVERY_NS) return false;
    this.#lookedAt = ns;
    const offset = this.#uptime() - Number(ns) / 1e9;
    const slept = this.#offset !== undefined && offset - this.#offset > LEAST_S;
    this.#offset = offset;
    return slept;
  }
}
