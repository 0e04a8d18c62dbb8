import type { Process, SignalRecord } from '../schema/records.js';
import { colour } from './colour.js';
import type { Format } from './format.js';
import { clipped, padded } from './printable.js';
import { ends, named, notice, resultWord, shortSignal, timeOfDay, way } from './wording.js';

export interface TableOptions {
  /** Columns of the terminal. */
  readonly columns: number;
  readonly colour: boolean;
  /** More columns: users, threads, CPU, all of the code. */
  readonly wide: boolean;
}

interface Column {
  readonly title: string;
  readonly width: number;
  readonly text: (record: SignalRecord, width: number) => string;
}

const NARROWEST_END = 16;
const WIDEST_END = 32;

/**
 * One row a signal, aligned, never wider than the terminal as long as it has 80 columns; the wide
 * table takes 122 at least.
 */
export function table({ columns, colour: coloured, wide }: TableOptions): Format {
  const layout = wide ? wideLayout(columns) : narrowLayout(columns);
  const row = (cells: readonly string[]) =>
    cells
      .map((cell, i) => padded(cell, layout[i]?.width ?? 0))
      .join(' ')
      .trimEnd();
  return {
    head: `${row(layout.map(({ title }) => title))}\n`,
    record: (record) => {
      if (record.type !== 'signal') {
        const text = notice(record);
        return text === '' ? '' : `! ${text}\n`;
      }
      const text = row(
        layout.map((column) => clipped(column.text(record, column.width), column.width)),
      );
      return `${coloured ? colour(text, record) : text}\n`;
    },
  };
}

function narrowLayout(columns: number): Column[] {
  const fixed: Column[] = [
    { title: 'TIME', width: 12, text: ({ epoch_us }) => timeOfDay(epoch_us) },
    { title: 'SIG', width: 8, text: ({ signal }) => shortSignal(signal) },
    { title: 'HOW', width: 10, text: way },
    { title: 'RESULT', width: 9, text: ({ result }) => resultWord(result) },
  ];
  return withEnds(fixed, columns);
}

function wideLayout(columns: number): Column[] {
  const fixed: Column[] = [
    { title: 'TIME', width: 12, text: ({ epoch_us }) => timeOfDay(epoch_us) },
    { title: 'SIG', width: 8, text: ({ signal }) => shortSignal(signal) },
    { title: 'HOW', width: 12, text: way },
    { title: 'RESULT', width: 15, text: ({ result }) => result },
    { title: 'CODE', width: 5, text: ({ si_code }) => String(si_code) },
    { title: 'SCOPE', width: 7, text: ({ scope }) => scope },
    { title: 'TID', width: 7, text: ({ target }) => String(target.tid) },
    { title: 'UID', width: 11, text: users },
    { title: 'CPU', width: 3, text: ({ cpu }) => String(cpu) },
  ];
  return withEnds(fixed, columns);
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
    text: (record) => endText(ends(record).from, width),
  };
  const to: Column = { title: 'TO', width, text: (record) => endText(ends(record).to, width) };
  const [first, second, ...others2] = others;
  return [first, from, second, to, ...others2].filter((column) => column !== undefined);
}

/** The id is what tells processes apart: a long name gives way to it. */
function endText(end: Process | '-' | '?', width: number): string {
  if (typeof end === 'string') return end;
  const { name, id } = named(end);
  return clipped(name, width - id.length) + id;
}

function users({ sender, target }: SignalRecord): string {
  const uid = (process: Process | null | undefined) => String(process?.uid ?? '?');
  return `${uid(sender)}>${uid(target)}`;
}
