import type { Result } from '../signals/results.js';

/** PID_MAX_LIMIT of a 64-bit kernel: pids are less. */
export const PID_LIMIT = 4_194_304;
/** TASK_COMM_LEN, less the NUL that ends it: bytes of a comm. */
export const LONGEST_COMM = 15;

/** One way to say which process is meant. */
export type Who =
  | { readonly kind: 'pid'; readonly pid: number }
  /** The comm of the process or of the thread concerned: at most 15 bytes. */
  | { readonly kind: 'name'; readonly name: string }
  /** Tried on the command line, its arguments joined by blanks; the kernel can't do that. */
  | { readonly kind: 'command'; readonly pattern: RegExp };

/** What to trace. An empty list asks nothing; values of one list are alternatives, lists add up. */
export interface Filter {
  /** Signal numbers to trace, or, with `except`, to leave out. */
  readonly signals: { readonly except: boolean; readonly numbers: readonly number[] };
  readonly from: readonly Who[];
  readonly to: readonly Who[];
  /** Matches when either end does. */
  readonly either: readonly Who[];
  /** User ids, as the initial user namespace numbers them. */
  readonly fromUsers: readonly number[];
  readonly toUsers: readonly number[];
  readonly results: readonly Result[];
  /** Hold back what neither ends nor stops a process and floods every host; it is counted. */
  readonly hideNoise: boolean;
  /** Trace the tracer's own processes too. */
  readonly withSelf: boolean;
}

/** Everything the kernel generates, but for what the tracer itself causes. */
export const TRACE_ALL: Filter = {
  signals: { except: true, numbers: [] },
  from: [],
  to: [],
  either: [],
  fromUsers: [],
  toUsers: [],
  results: [],
  hideNoise: false,
  withSelf: false,
};

/** Whether every signal of this number to any process that is traced is traced, whoever sends it. */
export function seesAll(filter: Filter, signo: number): boolean {
  const { signals, from, either, fromUsers, results, hideNoise } = filter;
  const narrow = [from, either, fromUsers, results].some((list) => list.length > 0);
  return signals.numbers.includes(signo) !== signals.except && !narrow && !hideNoise;
}
