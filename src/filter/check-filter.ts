import { usage } from '../errors.js';
import { shown } from './checks.js';
import { fieldsOf, type Filter, OPTIONS, TRACE_ALL } from './filter.js';

/**
 * Refuses values that a program cannot hold or that never match. A library's caller may use no types.
 *
 * @throws SignalsTraceError `usage`
 */
export function checkFilter(filter: Filter): void {
  checkShape('', filter, TRACE_ALL);
  for (const option of OPTIONS) option.check(filter, `filter: ${fieldsOf(option).join()}`);
}

/** Checks that lists are lists, and that each object has its parts. */
function checkShape(what: string, value: unknown, model: object): void {
  for (const [name, part] of Object.entries(model) as [string, unknown][]) {
    const given = (value as Record<string, unknown>)[name];
    if (typeof given !== typeof part || Array.isArray(given) !== Array.isArray(part)) {
      throw usage(`filter: ${what}${name} cannot be ${shown(given)}`, 'see the type Filter');
    }
    if (typeof part === 'object' && part !== null && !Array.isArray(part))
      checkShape(`${name}.`, given, part);
  }
}
