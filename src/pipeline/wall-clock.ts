/** Reads both clocks of this process at one moment, ns. */
export interface ClockPair {
  readonly monotonic: bigint;
  readonly wall: bigint;
}

/** A larger step than this, ns, shows that the wall clock was set: it is read to the ms, give or take a half. */
const JUMP_NS = 1_000_000n;
const HALF_MS = 500_000n;
/** The clocks are read at most this often, until both readings are this close, ns. */
const MOST_READS = 10;
const ENOUGH_NS = 20_000n;

/**
 * Tells the wall clock of a kernel time. bpftrace's clock is CLOCK_MONOTONIC or CLOCK_BOOTTIME,
 * which version has which differs, and they part when the host sleeps: so what lies between the
 * kernel's clock and ours (CLOCK_MONOTONIC) is measured. It is at least the youngest kernel time
 * minus our time when it came, and at most a kernel time minus our time when we asked for it. Where
 * the kernel itself says how long the host has slept, and that lies between, it is that.
 */
export class WallClock {
  readonly #read: () => ClockPair;
  #wallOffset: bigint;
  #least: bigint | undefined;
  #most: bigint | undefined;
  #slept: bigint | undefined;
  /** The wall clock minus the kernel's, until either offset changes. */
  #toWall: bigint | undefined;

  constructor(read: () => ClockPair) {
    this.#read = read;
    const { wall, monotonic } = read();
    this.#wallOffset = wall - monotonic;
  }

  /** An event has come at `ns` of our clock. */
  saw(ktime: bigint, ns: bigint): void {
    this.#toWall = undefined;
    const least = ktime - ns;
    // Only a sleep can have moved the clocks apart since.
    if (this.#most !== undefined && least > this.#most) this.#most = this.#slept = undefined;
    if (this.#least === undefined || least > this.#least) this.#least = least;
  }

  /** An event has come that we asked for at `askedNs` of our clock. @param slept how long the host had slept, ns */
  proved(ktime: bigint, askedNs: bigint, slept: bigint | undefined): void {
    this.#toWall = undefined;
    const most = ktime - askedNs;
    this.#slept = slept;
    if (this.#most === undefined || most < this.#most) this.#most = most;
  }

  /** Checks whether the wall clock was set: `ns` and `nowWallMs` were read at the same moment. */
  check(ns: bigint, nowWallMs: number): void {
    const apart = BigInt(nowWallMs) * 1_000_000n + HALF_MS - (ns + this.#wallOffset);
    if (apart < -JUMP_NS || apart > JUMP_NS) {
      const { wall, monotonic } = this.#read();
      this.#wallOffset = wall - monotonic;
      this.#toWall = undefined;
    }
  }

  /** The kernel's clock at `ns` of ours. */
  ktime(ns: bigint): bigint {
    return ns + this.#kernelOffset();
  }

  /** Wall clock in ns since 1970 at a kernel time. */
  wall(ktime: bigint): bigint {
    return ktime + (this.#toWall ??= this.#wallOffset - this.#kernelOffset());
  }

  /** How far `wall` may be off, ns. */
  get errorNs(): bigint {
    const least = this.#least ?? 0n;
    const offset = this.#kernelOffset();
    const most = this.#most ?? offset;
    return offset === 0n ? 1_000n : max(most - offset, offset - least);
  }

  #kernelOffset(): bigint {
    const least = this.#least ?? 0n;
    const may = (offset: bigint) => offset >= least && offset <= (this.#most ?? offset);
    // bpftrace reads our clock, or one that never parted from it: nothing is left to measure.
    if (may(0n)) return 0n;
    return this.#slept !== undefined && may(this.#slept) ? this.#slept : least;
  }
}

/** Reads both clocks, the wall clock to the µs: waits until Date.now() steps. */
export function readClocks(): ClockPair {
  let best = waitForStep();
  // Another process may have had the processor just then.
  for (let i = 1; i < MOST_READS && best.error > ENOUGH_NS; i++) {
    const next = waitForStep();
    if (next.error < best.error) best = next;
  }
  return { monotonic: best.monotonic, wall: best.wall };
}

/** `error` is how long before the given moment the step may have been, ns. */
function waitForStep(): ClockPair & { readonly error: bigint } {
  // Taken before the reading that did not show the step yet, and after it.
  let since = process.hrtime.bigint();
  const before = Date.now();
  let monotonic = process.hrtime.bigint();
  for (;;) {
    const wallMs = Date.now();
    const now = process.hrtime.bigint();
    if (wallMs !== before) {
      return { monotonic: now, wall: BigInt(wallMs) * 1_000_000n, error: now - since };
    }
    since = monotonic;
    monotonic = now;
  }
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
