const US_NS = 1000n;
const SECOND_US = 1_000_000;
let lastSecond = -1;
let lastText = '';

/** Writes nanoseconds since 1970 as RFC 3339 in UTC with nanoseconds. */
export function rfc3339(ns: bigint): string {
  return times(ns).time;
}

/** Makes the two times of every record from nanoseconds since 1970. */
export function times(ns: bigint): { time: string; epoch_us: number } {
  const us = Number(ns / US_NS);
  const second = Math.floor(us / SECOND_US);
  if (second !== lastSecond) {
    // Thousands of signals share a second, so its text is kept.
    lastText = new Date(second * 1000).toISOString().slice(0, 20);
    lastSecond = second;
  }
  const below = (us - second * SECOND_US) * 1000 + Number(ns % US_NS);
  return { time: `${lastText}${String(below).padStart(9, '0')}Z`, epoch_us: us };
}
