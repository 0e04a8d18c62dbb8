import type { Process, SignalRecord } from '../records/records.js';
import type { Formatter } from './output-format.js';

/** Signals come in runs between few processes, so their texts are kept for this many. */
const MOST_KEPT = 8;
/** The newest first. A WeakMap would cost more than it saves where all processes are new. */
const recent: { readonly process: Process; readonly text: string }[] = [];

/** Writes NDJSON: one record per line. */
export const ndjson: Formatter = {
  head: '',
  record: (record) =>
    record.type === 'signal' ? signalLine(record) : `${JSON.stringify(record)}\n`,
  due: () => '',
  flush: () => '',
};

/** Writes NDJSON without ancestors, for a file beside a table that looked them up for itself. */
export const ndjsonWithoutAncestors: Formatter = {
  ...ndjson,
  record: (record) => `${JSON.stringify(record, withoutAncestors)}\n`,
};

function withoutAncestors(key: string, value: unknown): unknown {
  return key === 'ancestors' ? undefined : value;
}

/** Both processes are most of a signal's text and seldom new: their text is made once and stands last. */
function signalLine(record: SignalRecord): string {
  const { sender, target } = record;
  // A copy without them would cost as much as writing them, so they are blanked for a moment.
  const blanked: { sender?: unknown; target?: unknown } = record;
  if (sender !== undefined) blanked.sender = undefined;
  blanked.target = undefined;
  const text = JSON.stringify(blanked);
  if (sender !== undefined) blanked.sender = sender;
  blanked.target = target;
  const from = sender === undefined ? '' : `,"sender":${sender === null ? 'null' : textOf(sender)}`;
  return `${text.slice(0, -1)}${from},"target":${textOf(target)}}\n`;
}

function textOf(process: Process): string {
  for (const known of recent) if (known.process === process) return known.text;
  const text = JSON.stringify(process);
  recent.unshift({ process, text });
  recent.length = Math.min(recent.length, MOST_KEPT);
  return text;
}
