import type { SignalRecord } from '../records/records.js';
import type { Row } from './columns.js';
import { senderText, targetText } from './process-text.js';
import { ends, named, originText, shortSignal } from './wording.js';

/** What a row says beside its first signal. */
export interface RowFacts {
  readonly outcome: string;
  /** The time that the row shows, microseconds since 1970; otherwise that of the signal. */
  readonly epochUs?: number;
  /** Signals of the row beyond the first. */
  readonly others?: number;
  /** Of many equal rows in one: whether one process sent all, and whether all went to one. */
  readonly oneSender?: boolean;
  readonly oneTarget?: boolean;
}

/** Returns the row of a signal, or of several that it is the first of. */
export function signalRow(
  signal: SignalRecord,
  { outcome, epochUs, others = 0, oneSender = true, oneTarget = true }: RowFacts,
): Row {
  const { si_code, scope, sender, target, cpu } = signal;
  const { from } = ends(signal);
  return {
    epochUs: epochUs ?? signal.epoch_us,
    from: (width) => {
      if (typeof from === 'string') return from;
      return oneSender ? senderText(from, width) : named(from).name;
    },
    to: (width) => (oneTarget ? targetText(target, others, width) : named(target).name),
    signal: shortSignal(signal.signal),
    origin: originText(signal),
    outcome,
    code: String(si_code ?? '?'),
    scope,
    tid: String(target.tid),
    uid: `${sender?.uid ?? '?'}>${target.uid ?? '?'}`,
    cpu: String(cpu),
  };
}
