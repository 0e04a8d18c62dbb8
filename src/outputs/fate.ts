import type { ExitStatus, OutcomeRecord, SignalRecord } from '../schema/records.js';
import type { Fated } from './rows.js';
import { isQueued, resultWord, shortSignal } from './wording.js';

/** What became of the signals of one row, in a few words. */
export function fateText(members: readonly [Fated, ...Fated[]]): string {
  const [first, ...others] = members;
  if (others.length === 0) return fateOf(first);
  const counts = new Map<string, number>();
  for (const member of members) {
    const word = shortFate(member);
    counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  return [...counts].map(([word, n]) => `${n} ${word}`).join(', ');
}

/** What became of one signal. */
export function fateOf(fated: Fated): string {
  const { signal, outcome, exit, escalation } = fated;
  const first = outcome === undefined ? verdict(fated) : outcomeText(outcome);
  if (escalation !== undefined) {
    const [weaker] = escalation.steps;
    const name = weaker === undefined ? '' : shortSignal(weaker.signal);
    // The grace tells more than how soon the last signal was taken.
    return `${first.split(' ')[0] ?? first}; ${name}+${durationText(escalation.grace_ns)}`;
  }
  const ended = exit === undefined || outcome?.fatal === true || signal.ignored_why === 'dying';
  return ended ? first : `${first}; ${exitText(exit.exit)}`;
}

export function outcomeText({ outcome, latency_ns, reraise_of }: OutcomeRecord): string {
  const after = latency_ns === undefined ? '' : ` ${durationText(latency_ns)}`;
  switch (outcome) {
    case 'terminated':
      return reraise_of === undefined ? `died${after}` : `died${after}, caught`;
    case 'dumped':
      return `core${after}`;
    case 'handled':
      return `handled${after}`;
    default:
      return outcome;
  }
}

export function exitText(exit: ExitStatus): string {
  return 'code' in exit ? `exit ${exit.code}` : `died of ${shortSignal(exit.signal)}`;
}

/** 90µs, 1.2ms, 3.4s, 2m05s. */
export function durationText(ns: number): string {
  if (ns < 1e6) return `${Math.round(ns / 1e3)}µs`;
  if (ns < 1e9) return `${(ns / 1e6).toFixed(1)}ms`;
  if (ns < 600e9) return `${(ns / 1e9).toFixed(1)}s`;
  const seconds = Math.round(ns / 1e9);
  return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
}

/** Whether a process died of it. */
export function isDeadly({ outcome }: Fated): boolean {
  return outcome?.fatal === true;
}

function shortFate(fated: Fated): string {
  const { signal, outcome } = fated;
  if (outcome === undefined) return signal.result === 'ignored' ? 'ignored' : verdict(fated);
  return outcome.fatal ? 'died' : outcome.outcome;
}

/** What the kernel made of it as it was sent, where nothing more is known. */
function verdict({ signal: { result, ignored_why }, awaited }: Fated): string {
  if (isQueued(result) && awaited) return 'pending';
  if (result !== 'ignored') return resultWord(result);
  return ignored_why === undefined ? 'ignored' : `ignored${IGNORED[ignored_why]}`;
}

const IGNORED: Record<NonNullable<SignalRecord['ignored_why']>, string> = {
  handler: ' SIG_IGN',
  default: ' by default',
  init: ': init',
  dying: ': dying',
  continued: ': not stopped',
};
