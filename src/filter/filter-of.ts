import { type Filter, OPTIONS } from './filter.js';
import type { Defaults, Flags } from './option.js';
import { FILTER_OPTIONS } from './options.js';

/**
 * Returns the filter that the flags ask for.
 *
 * @throws SignalsTraceError `usage`
 */
export async function filterOf(flags: Flags, defaults: Defaults): Promise<Filter> {
  const parts: Partial<Filter>[] = [];
  for (const option of FILTER_OPTIONS) parts.push(await option.parse(flags, defaults));
  const filter = Object.assign({}, ...parts) as Filter;
  for (const option of OPTIONS) option.check(filter, nameOf(option.flags[0]?.name));
  return filter;
}

/** Returns an option's name for messages: its flag, or the positional argument. */
function nameOf(flag: string | undefined): string {
  return flag === undefined ? 'the target' : `--${flag}`;
}
