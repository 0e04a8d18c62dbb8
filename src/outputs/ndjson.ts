import type { Formatter } from './output-format.js';

/** Writes NDJSON: one record per line. */
export const ndjson: Formatter = {
  head: '',
  holdsBack: false,
  record: ({ line }) => line,
  due: () => '',
  flush: () => '',
};

/** Writes NDJSON without ancestors, for a file beside a table that looked them up for itself. */
export const ndjsonWithoutAncestors: Formatter = {
  ...ndjson,
  record: ({ record }) => `${JSON.stringify(record, withoutAncestors)}\n`,
};

function withoutAncestors(key: string, value: unknown): unknown {
  return key === 'ancestors' ? undefined : value;
}
