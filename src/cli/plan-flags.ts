import type { Filter } from '../filter/filter.js';
import type { PlanOptions } from '../plan/plan.js';
import { PROBE_CHOICES } from '../program/variants.js';
import { filterOf } from './filter-flags.js';
import { last, listed, type ProgramFlags } from './options.js';
import { parseSize } from './quantities.js';

/**
 * What the flags say about the program to run.
 *
 * @param hideNoise what the chosen output does where no flag says otherwise
 * @throws SignalsTraceError `usage`
 */
export async function planOptionsOf(
  flags: ProgramFlags,
  hideNoise: boolean,
): Promise<PlanOptions & { filter: Filter }> {
  const filter = await filterOf(
    {
      target: flags.target,
      signal: listed(flags.signal),
      from: listed(flags.from),
      to: listed(flags.to),
      fromUser: listed(flags['from-user']),
      toUser: listed(flags['to-user']),
      user: listed(flags.user),
      fromUnit: listed(flags['from-unit']),
      unit: listed(flags.unit),
      fromContainer: listed(flags['from-container']),
      container: listed(flags.container),
      pod: listed(flags.pod),
      origin: listed(flags.origin),
      code: listed(flags.code),
      result: listed(flags.result),
      withSelf: flags['with-self'],
    },
    flags['hide-noise'] ?? (hideNoise && flags.all !== true),
  );
  const bpftrace = last(flags.bpftrace);
  const buffer = last(flags.buffer);
  // yargs has seen to it that it is one of them.
  const probe = PROBE_CHOICES.find((choice) => choice === last(flags.probe));
  return {
    filter,
    commandLines: flags['no-cmdline'] !== true,
    lean: flags.lean === true,
    attempts: flags.attempts === true,
    ...(probe === undefined ? {} : { probe }),
    ...(bpftrace === undefined ? {} : { bpftrace }),
    ...(buffer === undefined ? {} : { bufferBytes: parseSize('--buffer', buffer) }),
  };
}
