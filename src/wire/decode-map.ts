import type { BySignal, FloodMap, Skipped, Totals } from './events.js';
import { SIGNAL } from './lines/signal.js';
import { isCount, isCpu, type Limits } from './place.js';
import { COUNTERS, PROBES } from './probes.js';

/** The maps that count by signal. */
const BY_SIGNAL: readonly (readonly [map: string, what: BySignal['what']])[] = [
  ['@hidden', 'hidden'],
  ['@thinned', 'thinned'],
  ['@signals', 'generated'],
];
/** A CPU has 8 places for floods. */
const PLACE_BITS = 3;
/** The maps of floods, by place. */
const OF_FLOODS: readonly (readonly [map: string, what: FloodMap['what']])[] = [
  ['@flood', 'equal'],
  ['@flood_size', 'size'],
  ['@flood_until', 'until'],
  ['@flood_last', 'last'],
];
/** The decimal numbers that bpftrace prints as keys. */
const KEY = /^\d{1,10}$/;

/**
 * Decodes the maps that count. The program prints some of them; bpftrace prints all once more when it
 * ends in good order. undefined for a map that counts nothing for us; `impossible` where a key is no
 * CPU or signal of this host, or a value no count.
 */
export function decodeMap(
  data: Record<string, unknown>,
  limits: Limits,
): BySignal | FloodMap | Skipped | Totals | 'impossible' | undefined {
  for (const [map, what] of BY_SIGNAL) {
    if (data[map] === undefined) continue;
    const counts = countsOf(data[map], isSignal, limits);
    return counts === undefined ? 'impossible' : { kind: 'by-signal', what, counts };
  }
  for (const [map, what] of OF_FLOODS) {
    if (data[map] === undefined) continue;
    const isPlace = (key: number) => isCpu(key >> PLACE_BITS, limits);
    const values = numbersOf(data[map], isPlace, Number.isSafeInteger);
    return values === undefined ? 'impossible' : { kind: 'flood-map', what, values };
  }
  const skipped = data['@skipped'];
  if (skipped !== undefined) {
    const count = typeof skipped === 'number' ? skipped : NaN;
    return isCount(count, limits) ? { kind: 'skipped', count } : 'impossible';
  }
  for (const probe of PROBES) {
    const map = data[COUNTERS[probe]];
    if (map === undefined) continue;
    const counts = countsOf(map, (cpu) => isCpu(cpu, limits), limits);
    return counts === undefined ? 'impossible' : { kind: 'totals', probe, counts };
  }
  return undefined;
}

function countsOf(map: unknown, isKey: (key: number) => boolean, limits: Limits) {
  return numbersOf(map, isKey, (value) => isCount(value, limits));
}

function numbersOf(
  map: unknown,
  isKey: (key: number) => boolean,
  isValue: (value: number) => boolean,
): ReadonlyMap<number, number> | undefined {
  if (typeof map !== 'object' || map === null || Array.isArray(map)) return undefined;
  const counts = new Map<number, number>();
  for (const [key, value] of Object.entries(map as Record<string, unknown>)) {
    if (!KEY.test(key) || !isKey(Number(key))) return undefined;
    if (typeof value !== 'number' || !isValue(value)) return undefined;
    counts.set(Number(key), value);
  }
  return counts;
}

function isSignal(signo: number): boolean {
  const { range } = SIGNAL.fields.signo;
  return range?.type === 'integer' && signo >= range.minimum && signo <= range.maximum;
}
