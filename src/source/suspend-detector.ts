/** Looked at once in so long, ns. */
const EVERY_NS = 1_000_000_000n;
/** A host that slept for less lost nothing worth a word, s. */
const LEAST_S = 0.5;

/**
 * Tells whether the host has slept: CLOCK_BOOTTIME counts that time, CLOCK_MONOTONIC does not. What
 * the kernel does on a processor that was switched off meanwhile does not come back by itself.
 */
export class SuspendDetector {
  readonly #uptime: () => number;
  #offset: number | undefined;
  #lookedAt = 0n;

  /** @param uptime seconds since boot, with those slept */
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
