import { TICK } from '../wire/lines/tick.js';
import { printfOf } from './print.js';

/** CPUs that a tick tells of in one line; a format of bpftrace 0.11 holds 63 bytes. */
const CPUS_PER_LINE = 8;
/** The totals of more would make a format that no line of an operator's terminal holds. */
const MOST_TOTALS = 24;
/** Counts up to this are written out, for the reader's sake. */
const WRITTEN_OUT = 8;
/** The most that bpftrace unrolls. */
const MOST_UNROLLED = 100;

/** Adds up what all CPUs have counted, as `$sum`. */
export function sumLines(counters: readonly string[], cpus: number): string {
  const of = (cpu: number | string) => counters.map((counter) => `${counter}[${cpu}]`);
  if (cpus <= WRITTEN_OUT) return `  $sum = ${upTo(cpus).flatMap(of).join(' + ')};`;
  return [
    '  $sum = (uint64)0;',
    '  $each = (uint64)0;',
    ...repeated(cpus, [
      `  $sum = $sum + ${of('$each').join(' + ')};`,
      '  $each = $each + (uint64)1;',
    ]),
  ].join('\n');
}

/** Prints what each CPU has counted, several in a line. */
export function totalLines(counters: readonly string[], cpus: number): string {
  const perLine = Math.min(CPUS_PER_LINE, MOST_TOTALS / counters.length);
  const whole = Math.floor(cpus / perLine);
  const rest = cpus % perLine;
  const line = (first: number | '$first', count: number) => {
    const cpu = (i: number) =>
      typeof first === 'number' ? `${first + i}` : i === 0 ? first : `${first} + (uint64)${i}`;
    const totals = upTo(count).flatMap((i) => counters.map((counter) => `${counter}[${cpu(i)}]`));
    const values = {
      first: String(first),
      cpus: String(cpus),
      probes: String(counters.length),
      totals: totals.join(', '),
    };
    return printfOf(TICK, { values, lastFormat: totals.map(() => '%lu').join('|') });
  };
  const last = rest === 0 ? [] : [line(cpus - rest, rest)];
  if (whole === 0) return last.join('\n');
  if (whole === 1) return [line(0, perLine), ...last].join('\n');
  return [
    '    $first = (uint64)0;',
    ...repeated(whole, [line('$first', perLine), `    $first = $first + (uint64)${perLine};`]),
    ...last,
  ].join('\n');
}

/** Many CPUs would make a text longer than an argument of a program may be: 128 KiB. */
function repeated(times: number, body: readonly string[]): string[] {
  const blocks: string[] = [];
  for (let left = times; left > 0; left -= MOST_UNROLLED) {
    blocks.push(`  unroll (${Math.min(left, MOST_UNROLLED)}) {`, ...body, '  }');
  }
  return blocks;
}

function upTo(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
