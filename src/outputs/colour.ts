import { styleText } from 'node:util';

import { isDeadly } from './outcome-text.js';
import type { SignalWithOutcome } from './rows.js';

const DEADLY = new Set(['SIGKILL', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT', 'SIGSYS']);
const GRAVE = new Set(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGSTOP', 'SIGXCPU', 'SIGXFSZ']);

/** Whether Node colours this stream: on a terminal, unless NO_COLOR, FORCE_COLOR or such say otherwise. */
export function isColoured(stream: NodeJS.WritableStream): boolean {
  return styleText('red', ' ', { stream, validateStream: true }) !== ' ';
}

/** Colours the text of a row by the outcome of its signals, or else by how grave the signal is. */
export function colour(text: string, members: readonly SignalWithOutcome[]): string {
  const signal = members[0]?.signal.signal ?? '';
  if (members.some(isDeadly)) return paint(text, 'red');
  if (members.every((member) => member.signal.result === 'ignored')) return paint(text, 'dim');
  if (DEADLY.has(signal)) return paint(text, 'red');
  return GRAVE.has(signal) ? paint(text, 'yellow') : text;
}

/** Leaves the stream out: asking it takes ten times as long as colouring a row. */
function paint(text: string, style: 'red' | 'yellow' | 'dim'): string {
  return styleText(style, text, { validateStream: false });
}
