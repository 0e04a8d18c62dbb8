import { usage } from '../errors.js';
import { quote } from './quote.js';

/** @throws SignalsTraceError `usage` unless the value is a whole number from `least` to `most` */
export function checkNumber(name: string, value: unknown, least: number, most: number): void {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) {
    return;
  }
  throw usage(`${name} cannot be ${shown(value)}`, `give whole numbers from ${least} to ${most}`);
}

/** @throws SignalsTraceError `usage` unless the value is one of these */
export function checkListed(name: string, value: unknown, known: readonly unknown[]): void {
  if (known.includes(value)) return;
  throw usage(`${name} cannot be ${shown(value)}`, `give ${known.join(', ')}`);
}

/** Returns a value of any type as text for a message. */
export function shown(value: unknown): string {
  if (typeof value === 'string') return quote(value);
  // JSON.stringify returns undefined for undefined, functions and symbols; its type does not say so.
  const text = JSON.stringify(value) as string | undefined;
  return text ?? String(value);
}
