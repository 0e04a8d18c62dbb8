import type { Options } from 'yargs';

import { plan } from '../plan/plan.js';
import { programHeader } from '../plan/program-header.js';
import type { ProgramFlags } from './options.js';
import { planOptionsOf } from './plan-flags.js';
import { print } from './print.js';

/** Flags of this command alone. */
export const PROGRAM_FLAGS = {
  fallbacks: {
    type: 'boolean',
    describe: 'Print every program that could run here, in the order in which they are tried',
  },
} as const satisfies Record<string, Options>;

/**
 * `signals-trace program`: prints the program that a trace with the same flags would run first, or
 * every program that it could run. The header of each names its variant, and why or when it runs.
 */
export async function programCommand(
  flags: ProgramFlags & { readonly fallbacks?: boolean | undefined },
): Promise<void> {
  const made = await plan(await planOptionsOf(flags, true));
  const programs = flags.fallbacks === true ? made.programs : made.programs.slice(0, 1);
  await print(programs.map((program) => programHeader(made, program) + program.text).join('\n'));
}
