import { isDeadly } from './outcome-text.js';
import type { SignalWithOutcome } from './rows.js';

const DEADLY = new Set(['SIGKILL', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT', 'SIGSYS']);
const GRAVE = new Set(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGSTOP', 'SIGXCPU', 'SIGXFSZ']);

const RED = 31;
const YELLOW = 33;
const DIM = 2;

/** Colours the text of a row by the outcome of its signals, or else by how grave the signal is. */
export function colour(text: string, members: readonly SignalWithOutcome[]): string {
  const signal = members[0]?.signal.signal ?? '';
  if (members.some(isDeadly)) return paint(text, RED);
  if (members.every((member) => member.signal.result === 'ignored')) return paint(text, DIM);
  if (DEADLY.has(signal)) return paint(text, RED);
  return GRAVE.has(signal) ? paint(text, YELLOW) : text;
}

function paint(text: string, code: number): string {
  return `\u001B[${code}m${text}\u001B[0m`;
}
