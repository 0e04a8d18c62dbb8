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
      meaning: 'code << 50 | sender << 28 | target << 6 | signal',
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
  /** The lowest 8 bits of si_code. */
  readonly codeByte: number;
  readonly senderPid: number;
  readonly targetPid: number;
  /** How many were left out. */
  readonly thinned: number;
  /** Kernel times of the first and the last of the second, ns since boot. */
  readonly since: bigint;
  readonly last: bigint;
}

/** Takes apart what a line says; undefined where it is no such number. */
export function floodFacts({ equal, size, until, last }: ValuesOf<typeof FLOOD.fields>) {
  if (!HEX.test(equal)) return undefined;
  const bits = BigInt(`0x${equal}`);
  const part = (from: bigint, width: bigint) => Number(BigInt.asUintN(Number(width), bits >> from));
  const facts: FloodFacts = {
    signo: part(0n, 6n),
    codeByte: part(50n, 8n),
    senderPid: part(28n, PID_BITS),
    targetPid: part(6n, PID_BITS),
    thinned: size - MOST_EQUAL,
    since: until - SECOND_NS,
    last,
  };
  return facts;
}
