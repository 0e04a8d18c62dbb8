import { type Filter, OPTIONS } from '../filter/filter.js';
import type { Proc } from '../host/live-proc.js';
import { COMMAND_NAMES } from './command-words.js';

/**
 * Returns a sentence for each process of the filter that does not run now. It may start later.
 *
 * @param attempts failed calls are traced too, so that a pid which no process has can be waited for
 * @throws SignalsTraceError `usage` for a pid that no process has, and for a name that looks like a slip
 */
export function absentProcesses(filter: Filter, proc: Proc, attempts = false): string[] {
  const present = { proc, attempts, commands: COMMAND_NAMES };
  return OPTIONS.flatMap((option) => option.absent?.(filter, present) ?? []);
}
