import type { Filter } from '../filter/filter.js';
import { filterOf } from '../filter/filter-of.js';
import type { PlanOptions } from '../plan/plan.js';
import { PROBE_CHOICES } from '../program/variants.js';
import { last, type ProgramFlags } from './options.js';
import { parseSize } from './quantities.js';

/**
 * Returns the options of the program that the flags ask for.
 *
 * @param hideNoise whether the output format hides noise by default
 * @throws SignalsTraceError `usage`
 */
export async function planOptionsOf(
  flags: ProgramFlags,
  hideNoise: boolean,
): Promise<PlanOptions & { filter: Filter }> {
  const filter = await filterOf(flags, { hideNoise });
  const bpftrace = last(flags.bpftrace);
  const buffer = last(flags.buffer);
  // yargs refuses any other value.
  const probe = PROBE_CHOICES.find((choice) => choice === last(flags.probe));
  return {
    filter,
    commandLines: flags['no-cmdline'] !== true,
    lean: flags.lean === true,
    attempts: flags['attempts'] === true,
    ...(probe === undefined ? {} : { probe }),
    ...(bpftrace === undefined ? {} : { bpftrace }),
    ...(buffer === undefined ? {} : { bufferBytes: parseSize('--buffer', buffer) }),
  };
}
