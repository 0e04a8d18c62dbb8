import { usage } from '../errors.js';
import { quote } from '../filter/quote.js';

const MS = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const BYTES = { k: 1024, m: 1024 ** 2, g: 1024 ** 3 } as const;
/** Longest delay of a Node timer. */
const LONGEST_MS = 2 ** 31 - 1;

/**
 * Parses `500ms`, `10s`, `5m`, `2h`, `1d`; a bare number is seconds.
 *
 * @returns ms
 * @throws SignalsTraceError `usage`
 */
export function parseDuration(flag: string, text: string): number {
  const match = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)?$/.exec(text);
  const ms = Number(match?.[1]) * MS[(match?.[2] ?? 's') as keyof typeof MS];
  if (match === null || ms < 1 || ms > LONGEST_MS) {
    throw usage(
      `${flag} ${quote(text)} is no length of time from 1ms to 24d`,
      'for example: 500ms, 10s, 5m, 2h',
    );
  }
  return ms;
}

/**
 * Parses `64M`, `1G`, `512K`.
 *
 * @returns bytes
 * @throws SignalsTraceError `usage`
 */
export function parseSize(flag: string, text: string): number {
  const match = /^(\d+)([kmg])i?b?$/i.exec(text);
  const bytes = Number(match?.[1]) * BYTES[(match?.[2] ?? 'k').toLowerCase() as keyof typeof BYTES];
  if (match === null || bytes < 256 * 1024 || bytes > 64 * 1024 ** 3) {
    throw usage(`${flag} ${quote(text)} is no size from 256K to 64G`, 'for example: 64M');
  }
  return bytes;
}

/** @throws SignalsTraceError `usage` unless the text is a whole number from 1 up */
export function parseCount(flag: string, text: string): number {
  const n = Number(text);
  if (!/^\d+$/.test(text) || n < 1 || !Number.isSafeInteger(n)) {
    throw usage(`${flag} ${quote(text)} is no whole number from 1 up`, 'for example: 10');
  }
  return n;
}
