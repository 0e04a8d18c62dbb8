/** One figure, told in a line. */
export interface Row {
  readonly what: string;
  readonly ours: string;
  /** With its name; empty where there is none. */
  readonly baseline: string;
  /** The ratio of the two, or what else is held against the limit. */
  readonly value: string;
  readonly limit: string;
  readonly verdict: 'ok' | 'over' | '';
}

/** A row whose figure has a limit. */
export function limited(
  row: Pick<Row, 'what' | 'ours' | 'baseline'>,
  figure: number,
  limit: number,
  text: (n: number) => string,
): Row {
  return {
    ...row,
    value: text(figure),
    limit: text(limit),
    verdict: figure <= limit ? 'ok' : 'over',
  };
}

/** A row that only tells. */
export function told(what: string, ours: string, baseline = '', value = ''): Row {
  return { what, ours, baseline, value, limit: '', verdict: '' };
}

const COLUMNS = [
  ['what', 'what'],
  ['ours', 'ours'],
  ['baseline', 'baseline'],
  ['value', 'ratio or value'],
  ['limit', 'limit'],
  ['verdict', ''],
] as const satisfies readonly (readonly [keyof Row, string])[];

/** Prints it to stdout, columns aligned. */
export function printTable(rows: readonly Row[]): void {
  const lines = [
    COLUMNS.map(([, title]) => title),
    ...rows.map((row) => COLUMNS.map(([key]) => row[key])),
  ];
  const widths = COLUMNS.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  for (const line of lines) {
    const cells = line.map((cell, column) => cell.padEnd(widths[column] ?? 0));
    console.log(cells.join('  ').trimEnd());
  }
}
