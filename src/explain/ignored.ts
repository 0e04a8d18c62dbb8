import type { SignalRecord } from '../records/records.js';
import { SIGCHLD, SIGCONT, SIGURG, SIGWINCH } from '../signals/signos.js';
import { type SignalFacts, TARGET_STATE } from '../wire/events.js';

const IGNORED = 1;
/** Their default is to be ignored. */
const BY_DEFAULT: readonly number[] = [SIGCHLD, SIGURG, SIGWINCH];

/**
 * Why the kernel ignored a signal, as prepare_signal and sig_ignored decide it; undefined where it
 * did not, or where the target's state could not be read.
 */
export function ignoredWhy(signal: SignalFacts): SignalRecord['ignored_why'] {
  const { result, signo, targetStartTimeNs: targetStarted, targetState: state } = signal;
  if (result !== IGNORED || targetStarted === 0n) return undefined;
  const is = (flag: keyof typeof TARGET_STATE) => (state & TARGET_STATE[flag]) !== 0;
  if (is('groupExit')) return 'dying';
  if (signo === SIGCONT) return 'continued';
  if (is('ignores')) return 'handler';
  if (is('exiting')) return 'dying';
  if (is('handles')) return undefined;
  if (BY_DEFAULT.includes(signo)) return 'default';
  return is('unkillable') ? 'init' : undefined;
}
