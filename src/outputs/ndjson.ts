import type { Formatter } from './output-format.js';
import { HARMFUL } from './printable.js';

/** Writes NDJSON: one record per line. */
export const ndjson: Formatter = {
  head: '',
  holdsBack: false,
  record: ({ line }) => line,
  due: () => '',
  flush: () => '',
};

/** Writes NDJSON for a terminal: the same JSON, in which no character controls the terminal or turns text. */
export const terminalNdjson: Formatter = {
  ...ndjson,
  record: ({ line }) => `${escaped(line.trimEnd())}\n`,
};

/** Escapes what JSON allows as it is, but a terminal obeys: DEL, C1, marks of direction. */
function escaped(json: string): string {
  return json.replace(HARMFUL, (char) =>
    Array.from({ length: char.length }, (_, i) => `\\u${hex4(char.charCodeAt(i))}`).join(''),
  );
}

function hex4(unit: number): string {
  return unit.toString(16).padStart(4, '0');
}

/** Writes NDJSON without ancestors, for a file beside a table that looked them up for itself. */
export const ndjsonWithoutAncestors: Formatter = {
  ...ndjson,
  record: ({ record }) => `${JSON.stringify(record, withoutAncestors)}\n`,
};

function withoutAncestors(key: string, value: unknown): unknown {
  return key === 'ancestors' ? undefined : value;
}
