import stringWidth from 'string-width';

import { clipped, padded, printable } from './printable.js';
import { timeOfDay } from './wording.js';

/** The texts of a row, by column. */
export interface Row {
  /** Microseconds since 1970. */
  readonly epochUs: number;
  /** Both ends are written for the room that they have, in terminal columns. */
  readonly from: (width: number) => string;
  readonly to: (width: number) => string;
  readonly signal: string;
  readonly origin: string;
  readonly outcome: string;
  readonly code: string;
  readonly scope: string;
  readonly tid: string;
  readonly uid: string;
  readonly cpu: string;
}

/** A column of a layout, with its width in terminal columns. */
export interface Column {
  readonly title: string;
  readonly width: number;
  readonly text: (row: Row, width: number) => string;
  /**
   * The part that gives way in a row that is too wide: first the `padding` of columns, then names.
   */
  readonly gives?: 'padding' | 'name' | 'nothing';
  /** A longer text begins further left, in the blanks of the column before. */
  readonly grows?: boolean;
}

/** The room in which a table is shown: the wide table, or the narrow one on a small or large terminal. */
type Space = 'small' | 'large' | 'wide';

interface ColumnSpec extends Omit<Column, 'width'> {
  /** Terminal columns; `rest` shares what the other columns leave. */
  readonly width: number | Readonly<Record<Space, number>> | 'rest';
}

/** Every column that a table may have. A new column is an entry here and its name in a layout. */
const COLUMNS = {
  time: { title: 'TIME', width: 12, text: ({ epochUs }) => timeOfDay(epochUs) },
  from: { title: 'FROM', width: 'rest', text: ({ from }, width) => from(width), gives: 'name' },
  signal: {
    title: 'SIG',
    width: 8,
    text: ({ signal }) => signal,
    gives: 'padding',
  },
  to: {
    title: 'TO',
    width: 'rest',
    text: ({ to }, width) => to(width),
    gives: 'name',
  },
  origin: {
    title: 'ORIGIN',
    width: { small: 9, large: 12, wide: 12 },
    text: ({ origin }) => origin,
    gives: 'padding',
    grows: true,
  },
  outcome: {
    title: 'OUTCOME',
    width: { small: 16, large: 24, wide: 15 },
    text: ({ outcome }) => printable(outcome),
    gives: 'nothing',
  },
  code: { title: 'CODE', width: 5, text: ({ code }) => code },
  scope: { title: 'SCOPE', width: 7, text: ({ scope }) => scope },
  tid: { title: 'TID', width: 7, text: ({ tid }) => tid },
  uid: { title: 'UID', width: 11, text: ({ uid }) => uid },
  cpu: { title: 'CPU', width: 3, text: ({ cpu }) => cpu },
} as const satisfies Record<string, ColumnSpec>;

type ColumnName = keyof typeof COLUMNS;

const NARROW: readonly ColumnName[] = ['time', 'from', 'signal', 'to', 'origin', 'outcome'];
const WIDE: readonly ColumnName[] = [...NARROW, 'code', 'scope', 'tid', 'uid', 'cpu'];

/** A narrow table widens its columns from this many terminal columns on. */
const LARGE_FROM = 110;
const LEAST_REST = 16;
/** An end keeps this much beside an outcome that takes more room than its column has. */
const LEAST_NAME = 8;
const MOST_REST = 48;

/** Whether a terminal has room for more than the least. */
export function isLarge(terminalColumns: number): boolean {
  return terminalColumns >= LARGE_FROM;
}

/** Returns the columns of the narrow or the wide table, fitted to a terminal. */
export function layout(terminalColumns: number, wide: boolean): Column[] {
  const space = wide ? 'wide' : isLarge(terminalColumns) ? 'large' : 'small';
  const specs = (wide ? WIDE : NARROW).map((name): ColumnSpec => COLUMNS[name]);
  const fixed = specs.flatMap(({ width }) => (width === 'rest' ? [] : [inSpace(width, space)]));
  const sharing = specs.length - fixed.length;
  const gaps = specs.length - 1;
  const left = terminalColumns - fixed.reduce((sum, width) => sum + width, gaps);
  const rest = Math.min(MOST_REST, Math.max(LEAST_REST, Math.floor(left / sharing)));
  return specs.map(({ width, ...spec }) => ({
    ...spec,
    width: width === 'rest' ? rest : inSpace(width, space),
  }));
}

/** Returns the cells of a row, which together fit into a terminal and leave its outcome whole. */
export function fitted(columns: readonly Column[], row: Row, terminalColumns: number): string[] {
  const widths = columns.map(({ width, text, gives }, at) => {
    if (gives !== 'nothing') return width;
    const own = stringWidth(text(row, width));
    // Behind the last cell nothing has to be aligned.
    return at === columns.length - 1 ? own : Math.max(width, own);
  });
  let over = widths.reduce((sum, width) => sum + width, columns.length - 1) - terminalColumns;
  const give = (at: number, most: number) => {
    const given = Math.max(0, Math.min(over, most));
    widths[at] = (widths[at] ?? 0) - given;
    over -= given;
  };
  for (const [at, { text, width, gives }] of columns.entries()) {
    if (gives === 'padding') give(at, width - stringWidth(text(row, width)));
  }
  const names = [...columns.entries()].filter(([, { gives }]) => gives === 'name');
  for (const [i, [at, { width }]] of names.entries()) {
    give(at, Math.min(width - LEAST_NAME, Math.ceil(over / (names.length - i))));
  }
  for (const [at, { text, grows }] of columns.entries()) {
    const [before, width] = [widths[at - 1] ?? 0, widths[at] ?? 0];
    if (grows !== true || before === 0) continue;
    const lacking = stringWidth(text(row, width)) - width;
    const blanks = before - stringWidth(columns[at - 1]?.text(row, before) ?? '');
    const taken = Math.max(0, Math.min(lacking, blanks));
    widths[at - 1] = before - taken;
    widths[at] = width + taken;
  }
  return columns.map(({ text, gives }, i) => {
    const width = widths[i] ?? 0;
    const cell = text(row, width);
    return padded(gives === 'nothing' ? cell : clipped(cell, width), width);
  });
}

/** Returns the cells of a row that nothing cuts. */
export function whole(columns: readonly Column[], row: Row): string[] {
  return columns.map(({ text, width }) => padded(text(row, Infinity), width));
}

function inSpace(width: number | Readonly<Record<Space, number>>, space: Space): number {
  return typeof width === 'number' ? width : width[space];
}
