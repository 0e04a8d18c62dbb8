/**
 * The kernel's verdict on one generated signal, in its own words.
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
