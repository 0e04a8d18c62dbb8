import { colour } from './colour.js';
import { layout, type Row } from './columns.js';
import { groupByOutcome, outcomeCell } from './outcome-text.js';
import type { Formatter } from './output-format.js';
import { clipped, padded } from './printable.js';
import { rowFormatter } from './row-formatter.js';
import type { SignalWithOutcome } from './rows.js';

export interface TableOptions {
  /** Columns of the terminal. */
  readonly columns: number;
  readonly colour: boolean;
  /** Adds columns: si_code, scope, thread, users and CPU. */
  readonly wide: boolean;
  /** Milliseconds of a clock that never goes back. */
  readonly now: () => number;
}

/**
 * Writes one aligned row per signal. A call that sends to many processes takes one row per outcome.
 * The table fits a terminal of 80 columns or more; the wide table needs more.
 */
export function table({ columns, colour: coloured, wide, now }: TableOptions): Formatter {
  const cells = layout(columns, wide);
  const line = (texts: readonly string[]) =>
    texts
      .map((text, i) => padded(text, cells[i]?.width ?? 0))
      .join(' ')
      .trimEnd();
  const rowText = (row: Row, members: readonly SignalWithOutcome[]) => {
    const text = line(cells.map((column) => clipped(column.text(row, column.width), column.width)));
    return `${coloured ? colour(text, members) : text}\n`;
  };
  return rowFormatter(`${line(cells.map(({ title }) => title))}\n`, now, {
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
    notice: (text) => `! ${text}\n`,
  });
}
