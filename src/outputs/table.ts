import { colour } from './colour.js';
import { fitted, layout, type Row, whole } from './columns.js';
import { commonOutcome, groupByOutcome, outcomeCell, timesCell } from './outcome-text.js';
import type { Formatter } from './output-format.js';
import { padded } from './printable.js';
import { rowFormatter, type RowOptions } from './row-formatter.js';
import type { SignalWithOutcome } from './rows.js';

export interface TableOptions extends RowOptions {
  /** Columns of the terminal, or of the layout if nothing is to be cut. */
  readonly columns: number;
  /** Adds columns: si_code, scope, thread, users and CPU. */
  readonly wide: boolean;
}

/**
 * Writes one aligned row per signal. A call that sends to many processes takes one row per outcome.
 * The table fits a terminal of 80 columns or more; the wide table needs more.
 */
export function table(options: TableOptions): Formatter {
  const { columns, cut, colour: coloured, wide } = options;
  const cells = layout(columns, wide);
  const rowText = (row: Row, members: readonly SignalWithOutcome[]) => {
    const texts = cut ? fitted(cells, row, columns) : whole(cells, row);
    const text = texts.join(' ').trimEnd();
    return `${coloured ? colour(text, members) : text}\n`;
  };
  const head = cells.map(({ title, width }) => padded(title, width)).join(' ');
  return rowFormatter(`${head.trimEnd()}\n`, options, {
    signals: (all) =>
      groupByOutcome(all)
        .map((members) => {
          const [{ signal }, ...others] = members;
          const row = { signal, epochUs: signal.epoch_us, others: others.length };
          return rowText({ ...row, outcome: outcomeCell(members) }, members);
        })
        .join(''),
    laterOutcome: (earlier, outcome, epochUs) =>
      rowText({ signal: earlier.signal, epochUs, others: 0, outcome: `… ${outcome}` }, [earlier]),
    flood: ({ first, later, epochUs, oneSender, oneTarget, count }) => {
      const outcome = timesCell(commonOutcome(first), count);
      const row = { signal: first.signal, epochUs, others: 0, oneSender, oneTarget };
      return rowText({ ...row, outcome: later ? `… ${outcome}` : outcome }, [first]);
    },
    notice: (text) => `! ${text}\n`,
  });
}
