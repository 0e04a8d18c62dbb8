import { plan } from '../plan/plan.js';
import type { ProgramFlags } from './options.js';
import { planOptionsOf } from './plan-flags.js';
import { print } from './print.js';

/** `signals-trace program`: what a trace with the same flags would run, to be read before it is. */
export async function programCommand(flags: ProgramFlags): Promise<void> {
  const { programs } = await plan(await planOptionsOf(flags, true));
  await print(programs[0].text);
}
