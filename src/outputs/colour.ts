import { isDeadly } from './outcome-text.js';
import type { SignalWithOutcome } from './rows.js';

const DEADLY = new Set(['SIGKILL', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT', 'SIGSYS']);
const GRAVE = new Set(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGSTOP', 'SIGXCPU', 'SIGXFSZ']);

/** Escape sequences around a text, by what became of its signals, else by how grave they are. */
export function colour(text: string, members: readonly SignalWithOutcome[]): string {
  const signal = members[0]?.signal.signal ?? '';
  if (members.some(isDeadly)) return paint(text, 31);
  if (members.every((member) => member.signal.result === 'ignored')) return paint(text, 2);
  if (DEADLY.has(signal)) return paint(text, 31);
  return GRAVE.has(signal) ? paint(text, 33) : text;
}

function paint(text: string, code: number): string {
  return `\u001B[${code}m${text}\u001B[0m`;
}
