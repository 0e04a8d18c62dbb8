import { type Filter, OPTIONS } from '../filter/filter.js';
import type { Proc } from '../host/live-proc.js';
import { COMMAND_NAMES } from './commands.js';

/**
 * Says which of the processes asked for do not run now; they may start later, but a pid won't.
 *
 * @param attempts calls that fail are traced too: those for a pid that has gone are among them
 * @returns a sentence for each
 * @throws SignalsTraceError `usage` for a pid that no process has, and for a name that is hardly meant
 */
export function absentProcesses(filter: Filter, proc: Proc, attempts = false): string[] {
  const present = { proc, attempts, commands: COMMAND_NAMES };
  return OPTIONS.flatMap((option) => option.absent?.(filter, present) ?? []);
}
