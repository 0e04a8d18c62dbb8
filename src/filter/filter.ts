import type { FilterOption, OptionUse } from './option.js';
import { FILTER_OPTIONS } from './options.js';

export type { Who } from './who.js';

type PartOf<Option> = Option extends FilterOption<infer Part> ? Part : never;
type Both<Union> = (Union extends unknown ? (part: Union) => void : never) extends (
  part: infer All,
) => void
  ? All
  : never;

/**
 * Selects what to trace. An empty list takes everything, the values of a list are alternatives, and a
 * signal has to match every list. The file of each option describes its fields.
 */
export type Filter = Both<PartOf<(typeof FILTER_OPTIONS)[number]>>;

/** All options, as methods that take a whole filter. */
export const OPTIONS: readonly (OptionUse<Filter> & { readonly none: Partial<Filter> })[] =
  FILTER_OPTIONS;

/** The filter that takes every signal, except those that the tracer itself causes. */
export const TRACE_ALL = Object.assign({}, ...OPTIONS.map(({ none }) => none)) as Filter;

/** Returns the names of an option's fields in Filter. */
export function fieldsOf({ none }: { readonly none: Partial<Filter> }): (keyof Filter)[] {
  return Object.keys(none) as (keyof Filter)[];
}

/** Whether the filter gives values for an option. */
export function isAsked(option: { readonly none: Partial<Filter> }, filter: Filter): boolean {
  return fieldsOf(option).some((field) => asks(filter[field]));
}

function asks(value: Filter[keyof Filter]): boolean {
  if (typeof value === 'boolean') return value;
  if ('except' in value) {
    return !value.except || ('names' in value ? value.names : value.numbers).length > 0;
  }
  return value.length > 0;
}

/** Whether the filter needs the cgroups of processes. */
export function asksForPlaces(filter: Filter): boolean {
  return OPTIONS.some((option) => option.needs?.(filter).cgroups === true);
}

/** Whether the filter needs command lines. */
export function asksForCommands(filter: Filter): boolean {
  return OPTIONS.some((option) => option.needs?.(filter).commandLines === true);
}

/** Whether the filter needs the ancestors of processes. */
export function asksForAncestors(filter: Filter): boolean {
  return OPTIONS.some((option) => option.needs?.(filter).ancestors === true);
}

/** Whether all signals of this number to the targets are traced, whichever process sends them. */
export function seesAll(filter: Filter, signo: number): boolean {
  return !OPTIONS.some(
    (option) =>
      option.narrows?.(filter, signo) ?? (option.about !== 'target' && isAsked(option, filter)),
  );
}

/** Whether all signals of this number are traced, whoever sends and whoever gets them. */
export function tracesAll(filter: Filter, signo: number): boolean {
  return !OPTIONS.some((option) => option.narrows?.(filter, signo) ?? isAsked(option, filter));
}
