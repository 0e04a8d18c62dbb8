import { field, integer, nanoseconds, type ValuesOf } from '../field.js';
import type { FieldReader } from '../field-reader.js';
import { Line } from '../line.js';
import { isCount, isCpu, isTime, type Limits, MOST_CPUS } from '../place.js';
import { PROBES } from '../probes.js';

const SLASH = 0x2f;

export const TICK = new Line(
  't',
  'tick',
  'how many lines each CPU has written',
  {
    ktime: nanoseconds({ value: '$at', meaning: 'before the totals were read' }),
    halted: integer('%d', 0, 1, { value: '$halted' }),
    cpu: integer('%d', 0, MOST_CPUS - 1, { value: 'cpu', meaning: 'that prints it' }),
    firstCpu: field<number>('%lu', { value: '{{first}}' }, (line) => line.number(SLASH), {
      terminator: '/',
      range: { type: 'integer', minimum: 0, maximum: MOST_CPUS - 1 },
    }),
    cpus: integer('%d', 1, MOST_CPUS, { value: '{{cpus}}', meaning: 'of the whole tick' }),
    probes: integer('%d', 1, PROBES.length, {
      value: '{{probes}}',
      meaning: `totals per CPU: ${PROBES.join(', ')}`,
    }),
    totals: field<readonly number[]>(
      '%lu|…',
      { value: '{{totals}}', meaning: 'of the first CPU, then of the next, …' },
      (line) => readTotals(line),
      { terminator: '' },
    ),
  },
  false,
);

export type TickFacts = ValuesOf<typeof TICK.fields>;

/** Whether this host can have such a tick, so that its numbers can index CPUs. */
export function isTick(tick: TickFacts, limits: Limits): boolean {
  const { ktime, cpu, firstCpu, cpus, probes, totals } = tick;
  if (TICK.whyInvalid(tick) !== undefined || !isTime(ktime, limits)) return false;
  if (!isCpu(cpu, limits) || cpus > limits.possibleCpus) return false;
  const told = totals.length / probes;
  return (
    Number.isInteger(told) &&
    told >= 1 &&
    firstCpu + told <= cpus &&
    totals.every((total) => isCount(total, limits))
  );
}

function readTotals(line: FieldReader): number[] {
  return line
    .rest()
    .split('|', MOST_CPUS * PROBES.length)
    .map((total) => (/^\d+$/.test(total) ? Number(total) : NaN));
}
