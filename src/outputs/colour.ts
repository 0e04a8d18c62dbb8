import type { SignalRecord } from '../schema/records.js';

const DEADLY = new Set(['SIGKILL', 'SIGSEGV', 'SIGBUS', 'SIGILL', 'SIGFPE', 'SIGABRT', 'SIGSYS']);
const GRAVE = new Set(['SIGTERM', 'SIGINT', 'SIGQUIT', 'SIGHUP', 'SIGSTOP', 'SIGXCPU', 'SIGXFSZ']);

/** Escape sequences around a row, by how grave its signal is. */
export function colour(row: string, { signal, result }: SignalRecord): string {
  if (result === 'ignored') return paint(row, 2);
  if (DEADLY.has(signal)) return paint(row, 31);
  return GRAVE.has(signal) ? paint(row, 33) : row;
}

function paint(text: string, code: number): string {
  return `\u001B[${code}m${text}\u001B[0m`;
}
