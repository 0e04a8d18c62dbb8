import { checkFilter } from './check-filter.js';
import { filterCondition, noiseCondition, type Variant, wantedCondition } from './conditions.js';
import type { Filter } from './filter.js';
import { fragment } from './fragments.js';

/** CPUs a tick tells of in one line; a format of bpftrace 0.11 holds 63 bytes. */
const CPUS_PER_LINE = 8;

/**
 * The text of the bpftrace program. The same text runs on bpftrace 0.11 to 0.27.
 *
 * Its positional parameters are pids: `$1` the keeper's (see bpftrace/keeper.ts), `$2` to `$6`
 * the tracer's other ones.
 *
 * @param possibleCpus the number of CPUs that the kernel could ever bring up
 * @throws SignalsTraceError `usage` for a filter with values that can't be
 */
export function renderProgram(filter: Filter, variant: Variant, possibleCpus: number): string {
  checkFilter(filter);
  return [
    // Without BTF the types come from headers, which lack this one; with BTF it does no harm.
    '#define pid_t int\n',
    fragment(variant === 'full' ? 'signal_generate' : 'signal_generate_core', {
      wanted: wantedCondition(filter, variant),
      filter: filterCondition(filter, variant),
      noise: noiseCondition(filter, variant),
    }),
    fragment('tick', { sum: sum(possibleCpus), totals: totalLines(possibleCpus) }),
    filter.hideNoise ? fragment('hidden') : '',
  ].join('');
}

function sum(possibleCpus: number): string {
  return Array.from({ length: possibleCpus }, (_, cpu) => `@total[${cpu}]`).join(' + ');
}

function totalLines(possibleCpus: number): string {
  const lines: string[] = [];
  for (let first = 0; first < possibleCpus; first += CPUS_PER_LINE) {
    const count = Math.min(CPUS_PER_LINE, possibleCpus - first);
    const totals = Array.from({ length: count }, (_, i) => `@total[${first + i}]`);
    const format = `t|%lu|%d|%d|${first}/${possibleCpus}${'|%lu'.repeat(count)}`;
    lines.push(`    printf("${format}", $at, $halted, cpu, ${totals.join(', ')});`);
  }
  return lines.join('\n');
}
