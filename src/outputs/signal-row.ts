import stringWidth from 'string-width';

import type { ClosedBy, SignalRecord } from '../records/records.js';
import { SIGHUP } from '../signals/signos.js';
import type { Row } from './columns.js';
import { groupByOutcome, outcomeCell } from './outcome-text.js';
import { printable } from './printable.js';
import { endText, senderText, targetText } from './process-text.js';
import type { SignalsOfRow, SignalWithOutcome } from './rows.js';
import { ends, named, originText, shortSignal, usersText } from './wording.js';

/** The facts of a row beside its first signal. */
export interface RowFacts {
  readonly outcome: string;
  /** The time that the row shows, microseconds since 1970; otherwise that of the signal. */
  readonly epochUs?: number;
  /** Signals of the row beyond the first. */
  readonly others?: number;
  /** Whether one process sent all, and whether all went to one, where the row stands for many. */
  readonly oneSender?: boolean;
  readonly oneTarget?: boolean;
}

/** Returns the row of a signal, or of several that it is the first of. */
export function signalRow(
  signal: SignalRecord,
  { outcome, epochUs, others = 0, oneSender = true, oneTarget = true }: RowFacts,
): Row {
  const { si_code, scope, sender, target, cpu, closed_by } = signal;
  const { from } = ends(signal);
  return {
    epochUs: epochUs ?? signal.epoch_us,
    from: (width) => {
      if (typeof from === 'string')
        return closed_by === undefined ? from : closerText(closed_by, width);
      return oneSender ? senderText(from, width) : named(from).name;
    },
    to: (width) => (oneTarget ? targetText(target, others, width) : named(target).name),
    signal: shortSignal(signal.signal),
    origin: originText(signal),
    outcome,
    code: String(si_code ?? '?'),
    scope,
    tid: String(target.tid),
    uid: usersText(sender, target),
    cpu: String(cpu),
  };
}

/** Returns the row of a hangup: one, though it sends HUP and CONT, to several processes. */
export function hangupRow(members: SignalsOfRow): Row {
  const hangups = members.filter(({ signal }) => signal.signo === SIGHUP);
  const [first = members[0], ...others] = firstOfEach(hangups);
  const [target, ...more] = firstOfEach(members).map(({ signal }) => signal.target);
  const outcomes = groupByOutcome([first, ...others]).map((group) => outcomeCell(group));
  const row = signalRow(first.signal, { outcome: outcomes.join(', ') });
  if (target === undefined || more.length === 0) return row;
  const names = [target, ...more].map(named).map(({ name, id }) => name + id);
  return { ...row, to: () => names.join(' ') };
}

/** Returns the first to each target: a second one finds it dying. */
function firstOfEach(members: readonly SignalWithOutcome[]): SignalWithOutcome[] {
  const seen = new Set<number>();
  return members.filter(({ signal: { target } }) => {
    const isNew = !seen.has(target.tid);
    seen.add(target.tid);
    return isNew;
  });
}

/** Nobody sends a hangup, but somebody caused it. */
function closerText({ comm, pid }: Pick<ClosedBy, 'comm' | 'pid'>, width: number): string {
  const [name, id] = [printable(comm), `[${pid}]`];
  const whole = `closed by ${name}${id}`;
  if (stringWidth(whole) <= width) return whole;
  const short = `by ${name}`;
  return endText({ name: short, label: short, id, added: '' }, width);
}
