const SECOND_NS = 1_000_000_000;
/** The last second: thousands of signals share one, so its text is kept. */
let second = 0;
let startNs = 0n;
let text = '1970-01-01T00:00:00.';

/** Writes nanoseconds since 1970 as RFC 3339 in UTC with nanoseconds. */
export function rfc3339(ns: bigint): string {
  return times(ns).time;
}

/** Makes the two times of every record from nanoseconds since 1970. */
export function times(ns: bigint): { time: string; epoch_us: number } {
  let below = Number(ns - startNs);
  if (below < 0 || below >= SECOND_NS) {
    second = Number(ns / BigInt(SECOND_NS));
    startNs = BigInt(second) * BigInt(SECOND_NS);
    text = new Date(second * 1000).toISOString().slice(0, 20);
    below = Number(ns - startNs);
  }
  return {
    time: `${text}${String(below).padStart(9, '0')}Z`,
    epoch_us: second * 1_000_000 + Math.floor(below / 1000),
  };
}
