import type { BurstRecord } from '../records/records.js';
import { originWord } from '../signals/short-words.js';
import type { Row } from './columns.js';
import { senderText, targetText } from './process-text.js';
import { count, shortSignal, usersText } from './wording.js';

/** Returns the row of the signals of a flood that were left out. */
export function burstRow(record: BurstRecord): Row {
  const { sender, target, origin, signal, from } = record;
  return {
    // They came behind the rows that they are more of.
    epochUs: Date.parse(from) * 1000,
    from: (width) => (sender ? senderText(sender, width) : sender === null ? '-' : '?'),
    to: (width) => (target === undefined ? '?' : targetText(target, 0, width)),
    signal: shortSignal(signal),
    origin: origin === undefined ? '?' : originWord(origin),
    outcome: moreText(record),
    code: '?',
    scope: '?',
    tid: String(target?.tid ?? '?'),
    uid: usersText(sender, target),
    cpu: '?',
  };
}

/** Returns how many more there were of the rows before it. */
export function moreText({ count: more }: Pick<BurstRecord, 'count'>): string {
  return `×${count(more)} more`;
}
