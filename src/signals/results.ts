/**
 * The kernel's results of generating a signal, in its own words.
 * Source: TRACE_SIGNAL_* in include/trace/events/signal.h; the index is the number.
 */
export const RESULTS = [
  'delivered',
  'ignored',
  'already_pending',
  'overflow_fail',
  'lose_info',
] as const;

export type Result = (typeof RESULTS)[number];

/**
 * Returns the name of a result as the records write it.
 *
 * @throws RangeError for a number outside 0 to 4
 */
export function resultName(result: number): Result {
  const name = RESULTS[result];
  if (name === undefined) throw new RangeError(`not a result: ${result}`);
  return name;
}
