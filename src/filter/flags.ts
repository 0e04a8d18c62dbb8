import type { Flag, Flags } from './option.js';

/** Returns the values of a flag that may be given several times. */
export function listed(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** Returns the values that were given for a flag. */
export function given(flags: Flags, { name }: Flag): readonly string[] {
  return listed(flags[name]);
}
