import type { SignalRecord } from '../records/records.js';
import { colour } from './colour.js';
import { exitText, groupByOutcome, outcomeCell, outcomeText } from './outcome-text.js';
import type { Formatter } from './output-format.js';
import { clipped, padded, printable } from './printable.js';
import { senderText, targetText } from './process-text.js';
import { Rows, type Shown, type SignalWithOutcome } from './rows.js';
import { ends, notice, shortSignal, timeOfDay, way } from './wording.js';

export interface TableOptions {
  /** Columns of the terminal. */
  readonly columns: number;
  readonly colour: boolean;
  /** More columns: users, threads, CPU, all of the code. */
  readonly wide: boolean;
  /** ms. */
  readonly now: () => number;
}

/** What a row tells: its first signal, how many more there are, and what became of them. */
interface Row {
  readonly record: SignalRecord;
  readonly epochUs: number;
  readonly others: number;
  readonly fate: string;
}

interface Column {
  readonly title: string;
  readonly width: number;
  readonly text: (row: Row, width: number) => string;
}

const NARROWEST_END = 16;
const WIDEST_END = 48;

/**
 * One row a signal, or for each fate of a call that sends to many, aligned, never wider than the
 * terminal as long as it has 80 columns; the wide table takes 122 at least. A row waits a moment for
 * its fate.
 */
export function table({ columns, colour: coloured, wide, now }: TableOptions): Formatter {
  const layout = wide ? wideLayout(columns) : narrowLayout(columns);
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => padded(cell, layout[i]?.width ?? 0))
      .join(' ')
      .trimEnd();
  const rowText = (row: Row, members: readonly SignalWithOutcome[]) => {
    const text = line(
      layout.map((column) => clipped(column.text(row, column.width), column.width)),
    );
    return `${coloured ? colour(text, members) : text}\n`;
  };
  const rows = new Rows();
  const textOf = (shown: Shown): string => {
    switch (shown.kind) {
      case 'signals': {
        const texts = groupByOutcome(shown.members).map((members) => {
          const [{ signal }, ...others] = members;
          const row = { record: signal, epochUs: signal.epoch_us, others: others.length };
          return rowText({ ...row, fate: outcomeCell(members) }, members);
        });
        return texts.join('');
      }
      case 'fate': {
        const { of, record } = shown;
        const fate = record.type === 'exit' ? exitText(record.exit) : outcomeText(record);
        const row = { record: of.signal, epochUs: record.epoch_us, others: 0, fate: `… ${fate}` };
        return rowText(row, [of]);
      }
      case 'other': {
        const text = notice(shown.record);
        return text === '' ? '' : `! ${text}\n`;
      }
    }
  };
  return {
    head: `${line(layout.map(({ title }) => title))}\n`,
    record: (record) => {
      rows.push(record, now());
      return '';
    },
    due: () => rows.due(now()).map(textOf).join(''),
    flush: () => rows.flush().map(textOf).join(''),
  };
}

function narrowLayout(columns: number): Column[] {
  const roomy = columns >= 110;
  return withEnds(
    [
      { title: 'TIME', width: 12, text: ({ epochUs }) => timeOfDay(epochUs) },
      { title: 'SIG', width: 8, text: ({ record }) => shortSignal(record.signal) },
      { title: 'HOW', width: roomy ? 12 : 9, text: ({ record }) => way(record) },
      { title: 'FATE', width: roomy ? 24 : 16, text: ({ fate }) => printable(fate) },
    ],
    columns,
  );
}

function wideLayout(columns: number): Column[] {
  return withEnds(
    [
      { title: 'TIME', width: 12, text: ({ epochUs }) => timeOfDay(epochUs) },
      { title: 'SIG', width: 8, text: ({ record }) => shortSignal(record.signal) },
      { title: 'HOW', width: 12, text: ({ record }) => way(record) },
      { title: 'FATE', width: 15, text: ({ fate }) => printable(fate) },
      { title: 'CODE', width: 5, text: ({ record }) => String(record.si_code ?? '?') },
      { title: 'SCOPE', width: 7, text: ({ record }) => record.scope },
      { title: 'TID', width: 7, text: ({ record }) => String(record.target.tid) },
      { title: 'UID', width: 11, text: ({ record }) => users(record) },
      { title: 'CPU', width: 3, text: ({ record }) => String(record.cpu) },
    ],
    columns,
  );
}

/** The two ends share what the other columns leave. */
function withEnds([time, signal, ...rest]: Column[], columns: number): Column[] {
  const others = [time, signal, ...rest].filter((column) => column !== undefined);
  const taken = others.reduce((sum, { width }) => sum + width + 1, 0);
  const width = Math.min(
    WIDEST_END,
    Math.max(NARROWEST_END, Math.floor((columns - taken - 1) / 2)),
  );
  const from: Column = {
    title: 'FROM',
    width,
    text: ({ record }) => {
      const sender = ends(record).from;
      return typeof sender === 'string' ? sender : senderText(sender, width);
    },
  };
  const to: Column = {
    title: 'TO',
    width,
    text: ({ record, others }) => targetText(record.target, others, width),
  };
  return [time, from, signal, to, ...rest].filter((column) => column !== undefined);
}

function users({ sender, target }: SignalRecord): string {
  const uid = (process: { readonly uid?: number } | null | undefined) =>
    String(process?.uid ?? '?');
  return `${uid(sender)}>${uid(target)}`;
}
