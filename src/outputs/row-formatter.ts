import type { AttemptRecord, BurstRecord, ReadyRecord, SignalRecord } from '../records/records.js';
import { type Flood, Floods } from './floods.js';
import { exitText, outcomeText } from './outcome-text.js';
import type { Formatter } from './output-format.js';
import { type Entry, Rows, type SignalsOfRow, type SignalWithOutcome } from './rows.js';
import { notice } from './wording.js';

/** The options of every output of rows. */
export interface RowOptions {
  readonly colour: boolean;
  /** Cut what a terminal has no room for. */
  readonly cut: boolean;
  /** Whether a handled signal is noise, unless something comes of it. */
  readonly holdsBack?: (signal: SignalRecord) => boolean;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/** How one output writes each kind of entry. Each text ends its own lines. */
export interface EntryTexts {
  readonly signals: (members: SignalsOfRow) => string;
  /** @param outcome the outcome in words, which became known after the signal was shown */
  readonly laterOutcome: (earlier: SignalWithOutcome, outcome: string, epochUs: number) => string;
  /** Many equal rows. */
  readonly flood: (flood: Flood) => string;
  /** The signals of a flood that were left out. */
  readonly burst: (record: BurstRecord) => string;
  /** A call that failed. */
  readonly attempt: (record: AttemptRecord) => string;
  readonly notice: (text: string) => string;
  /** Tracing has begun. */
  readonly began?: (ready: ReadyRecord) => string;
}

/**
 * Makes a formatter that holds signals back until their outcomes are known or 0.2 s have passed, and
 * folds floods.
 */
export function rowFormatter(
  head: string,
  { now, holdsBack }: Pick<RowOptions, 'now' | 'holdsBack'>,
  texts: EntryTexts,
): Formatter {
  const rows = new Rows(holdsBack);
  const floods = new Floods();
  const textOf = (entry: Entry | Flood): string => {
    switch (entry.kind) {
      case 'signals':
        return texts.signals(entry.members);
      case 'outcome': {
        const { earlier, record } = entry;
        const outcome = record.type === 'exit' ? exitText(record) : outcomeText(record);
        return texts.laterOutcome(earlier, outcome, record.epoch_us);
      }
      case 'flood':
        return texts.flood(entry);
      case 'other': {
        const { record } = entry;
        if (record.type === 'ready' && record.incarnation === 1) return texts.began?.(record) ?? '';
        if (record.type === 'attempt') return texts.attempt(record);
        if (record.type === 'burst') return texts.burst(record);
        const text = notice(record);
        return text === '' ? '' : texts.notice(text);
      }
    }
  };
  return {
    head,
    holdsBack: true,
    record: ({ record }) => {
      rows.push(record, now());
      return '';
    },
    due: () => floods.take(rows.due(now()), now()).map(textOf).join(''),
    flush: () => floods.flush(rows.flush(), now()).map(textOf).join(''),
    held: () => rows.held,
  };
}
