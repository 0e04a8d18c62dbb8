import { SIGCHLD } from './signos.js';

/**
 * Codes of signals that the task on the CPU sends: SI_USER, SI_QUEUE, SI_MESGQ, SI_TKILL. Signals with
 * other codes, such as a timer's, may come by an interrupt, whatever task is running.
 */
export const SENT_CODES: readonly number[] = [0, -1, -3, -6];

interface SignalCode {
  readonly signo: number;
  readonly siCode: number | undefined;
}

/** Tells whether the signal comes from the task on the CPU, as far as its code shows that. */
export function isSent({ signo, siCode }: SignalCode): boolean {
  return signo === SIGCHLD || (siCode !== undefined && SENT_CODES.includes(siCode));
}
