import type { Flag, Flags } from './option.js';

/** The values of a flag that may be given several times. */
export function listed(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}

/** The values of one flag. */
export function given(flags: Flags, { name }: Flag): readonly string[] {
  return listed(flags[name]);
}
