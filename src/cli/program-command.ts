import { plan } from '../plan/plan.js';
import { programHeader } from '../plan/program-header.js';
import { distinctPrograms } from '../plan/programs.js';
import type { ProgramFlags } from './options.js';
import { planOptionsOf } from './plan-flags.js';
import { print } from './print.js';

/**
 * `signals-trace program`: prints the program that a trace with the same flags would run first, or
 * every program that it could run. The header of each names its variant, and why or when it runs.
 */
export async function programCommand(flags: ProgramFlags): Promise<void> {
  const made = await plan(await planOptionsOf(flags, true));
  const all = distinctPrograms(made.programs);
  const programs = flags.fallbacks === true ? all : all.slice(0, 1);
  const deciding = { ...made, programs: all };
  await print(
    programs.map((program) => programHeader(deciding, program) + program.text).join('\n'),
  );
}
