import type { ExitStatus, OutcomeRecord, SignalRecord } from '../records/records.js';
import type { SignalWithOutcome } from './rows.js';
import { isQueued, resultWord, shortSignal } from './wording.js';

/** Signals of one sender, those apart that did not come to the same. */
export function groupByOutcome(
  members: readonly [SignalWithOutcome, ...SignalWithOutcome[]],
): [SignalWithOutcome, ...SignalWithOutcome[]][] {
  const groups = new Map<string, [SignalWithOutcome, ...SignalWithOutcome[]]>();
  for (const member of members) {
    const fate = commonOutcome(member);
    const group = groups.get(fate);
    if (group === undefined) groups.set(fate, [member]);
    else group.push(member);
  }
  return [...groups.values()];
}

/** What became of the signals of one row, which came to the same. */
export function outcomeCell(members: readonly [SignalWithOutcome, ...SignalWithOutcome[]]): string {
  const [first, ...others] = members;
  return others.length === 0 ? outcomeOf(first) : `${members.length} ${commonOutcome(first)}`;
}

/** What may be the fate of many: not how soon it came. */
function commonOutcome(fated: SignalWithOutcome): string {
  return fateWord(fated) + sequel(fated);
}

/** What became of one signal. */
export function outcomeOf(fated: SignalWithOutcome): string {
  const { outcome, escalation } = fated;
  // The grace of an escalation tells more than how soon its last signal was taken.
  if (escalation !== undefined) return commonOutcome(fated);
  return (outcome === undefined ? verdict(fated) : outcomeText(outcome)) + sequel(fated);
}

/** What went before it, or how the process ended after it. */
function sequel({ signal, outcome, exit, escalation }: SignalWithOutcome): string {
  if (escalation !== undefined) {
    const [weaker] = escalation.steps;
    const name = weaker === undefined ? '' : shortSignal(weaker.signal);
    return `; ${name}+${durationText(escalation.grace_ns)}`;
  }
  const told = exit === undefined || outcome?.fatal === true || signal.ignored_why === 'dying';
  return told ? '' : `; ${exitText(exit.exit)}`;
}

export function outcomeText({ outcome, latency_ns, reraise_of }: OutcomeRecord): string {
  const word = OUTCOME_WORDS[outcome];
  if (word === undefined) return outcome;
  const after = latency_ns === undefined ? '' : ` ${durationText(latency_ns)}`;
  return `${word}${after}${outcome === 'terminated' && reraise_of !== undefined ? ', caught' : ''}`;
}

/** Of those that are told with how soon they came. */
const OUTCOME_WORDS: Partial<Record<OutcomeRecord['outcome'], string>> = {
  terminated: 'died',
  dumped: 'core',
  handled: 'handled',
};

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
export function isDeadly({ outcome }: SignalWithOutcome): boolean {
  return outcome?.fatal === true;
}

/** What became of it, without how soon or why. */
function fateWord(fated: SignalWithOutcome): string {
  const { signal, outcome } = fated;
  if (outcome === undefined) return signal.result === 'ignored' ? 'ignored' : verdict(fated);
  return OUTCOME_WORDS[outcome.outcome] ?? outcome.outcome;
}

/** What the kernel made of it as it was sent, where nothing more is known. */
function verdict({ signal: { result, ignored_why }, awaited }: SignalWithOutcome): string {
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
