import { HEX, integer, nanoseconds, type ValuesOf, word } from '../field.js';
import { Line } from '../line.js';

/** Of equal handled signals so many in a second are told one by one, where noise is hidden. */
export const MOST_EQUAL = 100;

const PID_BITS = 22n;
const SECOND_NS = 1_000_000_000n;

export const FLOOD = new Line(
  'b',
  'flood',
  `equal handled signals, of which the first ${MOST_EQUAL} in a second were told`,
  {
    equal: word({
      value: '@flood[$slot]',
      meaning: 'code << 49 | sender << 27 | target << 5 | signal',
    }),
    size: integer('%lu', MOST_EQUAL + 1, Number.MAX_SAFE_INTEGER, {
      value: '@flood_size[$slot]',
      meaning: 'how many, with those that were told',
    }),
    until: nanoseconds({
      value: '@flood_until[$slot]',
      meaning: 'when that second was over, ns since boot',
    }),
    last: nanoseconds({ value: '@flood_last[$slot]', meaning: 'when the last of them came' }),
  },
  false,
);

export interface FloodFacts {
  readonly signo: number;
  /** See `codeBits`. */
  readonly codeBits: number;
  readonly senderPid: number;
  readonly targetPid: number;
  /** How many were left out. */
  readonly thinned: number;
  /** Kernel times of the first and the last of the second, ns since boot. */
  readonly since: bigint;
  readonly last: bigint;
}

/** The parts of a flood, as a line or the maps say them. */
type Parts = Omit<ValuesOf<typeof FLOOD.fields>, 'equal'> & { readonly equal: bigint };

/** Takes apart what a line says; undefined where it is no such number. */
export function floodOfLine({ equal, ...others }: ValuesOf<typeof FLOOD.fields>) {
  return HEX.test(equal) ? floodFacts({ equal: BigInt(`0x${equal}`), ...others }) : undefined;
}

/** Four bits of si_code: they tell a call of the kill family from what the kernel sends, and faults apart. */
export function codeBits(siCode: number): number {
  return ((siCode & 128) >> 4) | (siCode & 7);
}

export function floodFacts({ equal: bits, size, until, last }: Parts): FloodFacts {
  const part = (from: bigint, width: bigint) => Number(BigInt.asUintN(Number(width), bits >> from));
  return {
    signo: part(0n, 5n),
    codeBits: part(49n, 4n),
    senderPid: part(27n, PID_BITS),
    targetPid: part(5n, PID_BITS),
    thinned: size - MOST_EQUAL,
    since: until - SECOND_NS,
    last,
  };
}
