import type { Origin } from './origins.js';
import type { Result } from './results.js';

const ORIGIN_WORDS: Partial<Record<Origin, string>> = {
  'kill-group': 'group',
  'kill-all': 'all',
  'interval-timer': 'timer',
  'posix-timer': 'timer',
  'parent-death': 'parent died',
  'pid-namespace': 'ns init died',
  'syscall-dispatch': 'dispatch',
};

const RESULT_WORDS: Record<Result, string> = {
  delivered: 'delivered',
  ignored: 'ignored',
  already_pending: 'merged',
  overflow_fail: 'overflow',
  lose_info: 'lost info',
};

/** Returns the origin in a word that fits a table. Two origins may share a word. */
export function originWord(origin: Origin): string {
  return ORIGIN_WORDS[origin] ?? origin;
}

/** Returns the kernel's result in a word that fits a table; `queued` where the result is unknown. */
export function resultWord(result: Result | undefined): string {
  return result === undefined ? 'queued' : RESULT_WORDS[result];
}
