import { exitText, outcomeText } from './outcome-text.js';
import type { Formatter } from './output-format.js';
import { type Entry, Rows, type SignalsOfRow, type SignalWithOutcome } from './rows.js';
import { notice } from './wording.js';

/** How one output writes each kind of entry. Each text ends its own lines. */
export interface EntryTexts {
  readonly signals: (members: SignalsOfRow) => string;
  /** @param outcome the outcome in words, which became known after the signal was shown */
  readonly laterOutcome: (earlier: SignalWithOutcome, outcome: string, epochUs: number) => string;
  readonly notice: (text: string) => string;
}

/**
 * Makes a formatter that holds signals back until their outcomes are known or 0.2 s have passed.
 *
 * @param now milliseconds of a clock that never goes back
 */
export function rowFormatter(head: string, now: () => number, texts: EntryTexts): Formatter {
  const rows = new Rows();
  const textOf = (entry: Entry): string => {
    switch (entry.kind) {
      case 'signals':
        return texts.signals(entry.members);
      case 'outcome': {
        const { earlier, record } = entry;
        const outcome = record.type === 'exit' ? exitText(record.exit) : outcomeText(record);
        return texts.laterOutcome(earlier, outcome, record.epoch_us);
      }
      case 'other': {
        const text = notice(entry.record);
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
    due: () => rows.due(now()).map(textOf).join(''),
    flush: () => rows.flush().map(textOf).join(''),
  };
}
