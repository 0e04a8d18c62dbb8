import { attemptRow } from './attempt-row.js';
import { burstRow } from './burst-row.js';
import { colour } from './colour.js';
import { fitted, isLarge, layout, type Row, whole } from './columns.js';
import { commonOutcome, groupByOutcome, outcomeCell, timesCell } from './outcome-text.js';
import type { Formatter } from './output-format.js';
import { padded } from './printable.js';
import { rowFormatter, type RowOptions } from './row-formatter.js';
import type { SignalWithOutcome } from './rows.js';
import { hangupRow, signalRow } from './signal-row.js';
import { linesOf } from './wrapped.js';

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
  const brief = cut && !isLarge(columns);
  const rowText = (row: Row, members: readonly SignalWithOutcome[]) => {
    const texts = cut ? fitted(cells, row, columns) : whole(cells, row);
    const text = texts.join(' ').trimEnd();
    return `${coloured ? colour(text, members) : text}\n`;
  };
  const head = cells.map(({ title, width }) => padded(title, width)).join(' ');
  return rowFormatter(`${head.trimEnd()}\n`, options, {
    signals: (all) => {
      if (all[0].signal.closed_by !== undefined) return rowText(hangupRow(all), all);
      return groupByOutcome(all)
        .map((members) => {
          const [{ signal }, ...others] = members;
          const facts = { outcome: outcomeCell(members, brief), others: others.length };
          return rowText(signalRow(signal, facts), members);
        })
        .join('');
    },
    laterOutcome: (earlier, outcome, epochUs) =>
      rowText(signalRow(earlier.signal, { epochUs, outcome: `… ${outcome}` }), [earlier]),
    flood: ({ first, later, count, ...facts }) => {
      const outcome = timesCell(commonOutcome(first), count);
      const row = signalRow(first.signal, { ...facts, outcome: later ? `… ${outcome}` : outcome });
      return rowText(row, [first]);
    },
    burst: (record) => rowText(burstRow(record), []),
    attempt: (record) => rowText(attemptRow(record), []),
    notice: (text) =>
      linesOf(`! ${text}`.split(' '), cut ? columns : Infinity)
        .map((line) => `${line}\n`)
        .join(''),
  });
}
