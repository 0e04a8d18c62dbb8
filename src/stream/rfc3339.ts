const SECOND_NS = 1_000_000_000n;
let lastSecond = -1;
let lastText = '';

/** RFC 3339 in UTC with nanoseconds, of ns since 1970. */
export function rfc3339(ns: bigint): string {
  const second = Number(ns / SECOND_NS);
  if (second !== lastSecond) {
    // Thousands of signals share a second.
    lastText = new Date(second * 1000).toISOString().slice(0, 20);
    lastSecond = second;
  }
  return `${lastText}${String(ns % SECOND_NS).padStart(9, '0')}Z`;
}

/** The two times of every record. */
export function times(ns: bigint): { time: string; epoch_us: number } {
  return { time: rfc3339(ns), epoch_us: Number(ns / 1000n) };
}
