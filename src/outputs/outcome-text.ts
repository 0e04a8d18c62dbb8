import type { ExitRecord, OutcomeRecord, SignalRecord } from '../records/records.js';
import { resultWord } from '../signals/short-words.js';
import type { SignalsOfRow, SignalWithOutcome } from './rows.js';
import { count, isQueued, shortSignal } from './wording.js';

/** Parts the signals of one row by their outcomes; each group keeps the order of its signals. */
export function groupByOutcome(members: SignalsOfRow): SignalsOfRow[] {
  const groups = new Map<string, [SignalWithOutcome, ...SignalWithOutcome[]]>();
  for (const member of members) {
    const outcome = commonOutcome(member);
    const group = groups.get(outcome);
    if (group === undefined) groups.set(outcome, [member]);
    else group.push(member);
  }
  return [...groups.values()];
}

/**
 * Returns the outcome cell of a group: `handled 195µs`, or `3 handled` for several signals.
 *
 * @param brief where there is little room: without the first time where a second follows
 */
export function outcomeCell(members: SignalsOfRow, brief = false): string {
  const [first, ...others] = members;
  return others.length === 0
    ? signalOutcomeText(first, brief)
    : `${members.length} ${commonOutcome(first)}`;
}

/** Returns the outcome cell of many equal rows: `handled ×380`. */
export function timesCell(outcome: string, times: number): string {
  return `${outcome} ×${count(times)}`;
}

/** Returns the outcome without its times, so that several signals can share it. */
export function commonOutcome(signal: SignalWithOutcome): string {
  return outcomeWord(signal) + consequence(signal, false);
}

/** Returns the outcome of one signal: `handled 195µs; exit 0 after 2.6s`, `died; TERM+3.0s`, `pending`. */
export function signalOutcomeText(signal: SignalWithOutcome, brief = false): string {
  const { outcome, escalation } = signal;
  // The grace of an escalation says more than the latency of its last signal.
  if (escalation !== undefined) return commonOutcome(signal);
  const after = consequence(signal, true);
  // How it took the signal is not known, but it does not wait any more.
  if (outcome === undefined && after !== '' && isQueued(signal.signal.result)) {
    return after.slice(SEPARATOR.length);
  }
  if (brief && after !== '') return outcomeWord(signal) + after;
  return (outcome === undefined ? resultText(signal) : outcomeText(outcome)) + after;
}

/** Between an outcome and what it led to. */
const SEPARATOR = '; ';

/** Returns the weaker signal that came before, or how the process ended afterwards. */
function consequence(
  { signal, outcome, exit, escalation }: SignalWithOutcome,
  timed: boolean,
): string {
  if (escalation !== undefined) {
    const [weaker] = escalation.steps;
    const name = weaker === undefined ? '' : shortSignal(weaker.signal);
    // RTMIN+3 has a sum in its name.
    const sign = name.includes('+') ? ' +' : '+';
    return `${SEPARATOR}${name}${sign}${durationText(escalation.grace_ns)}`;
  }
  const shown = exit === undefined || outcome?.fatal === true || signal.ignored_why === 'dying';
  return shown ? '' : `${SEPARATOR}${exitText(exit, timed)}`;
}

/** Returns an outcome record in words: `died 3.3ms`, `died 90µs, caught`, `stopped`, `pending: blocked`. */
export function outcomeText({ outcome, latency_ns, reraise_of, ...more }: OutcomeRecord): string {
  const word = OUTCOME_WORDS[outcome];
  if (outcome === 'dumping')
    return more.cut_short_by === undefined ? 'dumping core' : 'core cut short';
  if (word === undefined) {
    const why = more.by_tracer === true ? 'tracer' : more.pending_why;
    return why === undefined ? outcome : `${outcome}: ${why}`;
  }
  const after = latency_ns === undefined ? '' : ` ${durationText(latency_ns)}`;
  return `${word}${after}${outcome === 'terminated' && reraise_of !== undefined ? ', caught' : ''}`;
}

/** Outcomes that are shown with their latency. */
const OUTCOME_WORDS: Partial<Record<OutcomeRecord['outcome'], string>> = {
  terminated: 'died',
  dumped: 'core',
  handled: 'handled',
};

/** Returns how a process ended, and how long after the signal that asked for it: `exit 0 after 2.6s`. */
export function exitText(
  { exit, after_ns }: Pick<ExitRecord, 'exit' | 'after_ns'>,
  timed = true,
): string {
  const end = 'code' in exit ? `exit ${exit.code}` : `died of ${shortSignal(exit.signal)}`;
  return after_ns === undefined || !timed ? end : `${end} after ${durationText(after_ns)}`;
}

/** Writes nanoseconds for a person: `90µs`, `1.2ms`, `3.4s`, `12m05s`. */
export function durationText(ns: number): string {
  if (ns < 1e6) return `${Math.round(ns / 1e3)}µs`;
  if (ns < 1e9) return `${(ns / 1e6).toFixed(1)}ms`;
  if (ns < 600e9) return `${(ns / 1e9).toFixed(1)}s`;
  const seconds = Math.round(ns / 1e9);
  return `${Math.floor(seconds / 60)}m${String(seconds % 60).padStart(2, '0')}s`;
}

/** Tells whether the target died of the signal. */
export function isDeadly({ outcome }: SignalWithOutcome): boolean {
  return outcome?.fatal === true;
}

/** Returns the outcome without its latency or reason. */
function outcomeWord(signal: SignalWithOutcome): string {
  const { outcome } = signal;
  if (outcome !== undefined) return OUTCOME_WORDS[outcome.outcome] ?? outcome.outcome;
  return signal.signal.result === 'ignored' ? 'ignored' : resultText(signal);
}

/** Returns the result that the kernel gave at generation; it stands where no outcome is known. */
function resultText({ signal: { result, ignored_why }, awaited }: SignalWithOutcome): string {
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
