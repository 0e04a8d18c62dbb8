import type { Process, SignalRecord } from '../records/records.js';
import type { Formatter } from './output-format.js';

/** Signals come in runs, of so many processes in turn. */
const KEPT = 8;
/** Newest first. A map that holds its keys weakly would cost more than it saves where all are new. */
const last: { readonly process: Process; readonly text: string }[] = [];

/** NDJSON: each record as it is, a line each. */
export const ndjson: Formatter = {
  head: '',
  record: (record) =>
    record.type === 'signal' ? signalLine(record) : `${JSON.stringify(record)}\n`,
  due: () => '',
  flush: () => '',
};

/** The same without the ancestors, which a table asks for and a file need not have. */
export const ndjsonWithoutAncestors: Formatter = {
  ...ndjson,
  record: (record) => `${JSON.stringify(record, withoutAncestors)}\n`,
};

function withoutAncestors(key: string, value: unknown): unknown {
  return key === 'ancestors' ? undefined : value;
}

/** Both ends are most of a signal's text and seldom new, so they are made into text once, and stand last. */
function signalLine(record: SignalRecord): string {
  const { sender, target } = record;
  // To leave them out of a copy would cost as much as to write them.
  const lent: { sender?: unknown; target?: unknown } = record;
  if (sender !== undefined) lent.sender = undefined;
  lent.target = undefined;
  const text = JSON.stringify(lent);
  if (sender !== undefined) lent.sender = sender;
  lent.target = target;
  const from = sender === undefined ? '' : `,"sender":${sender === null ? 'null' : textOf(sender)}`;
  return `${text.slice(0, -1)}${from},"target":${textOf(target)}}\n`;
}

function textOf(process: Process): string {
  for (const known of last) if (known.process === process) return known.text;
  const text = JSON.stringify(process);
  last.unshift({ process, text });
  last.length = Math.min(last.length, KEPT);
  return text;
}
