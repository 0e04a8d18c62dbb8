import { SIGCHLD } from './signos.js';

/**
 * Codes of the signals that the task on the processor sends: SI_USER, SI_QUEUE, SI_MESGQ, SI_TKILL.
 * Others come by an interrupt as well, upon whatever task happens to run: a timer's, a terminal's.
 */
export const SENT_CODES: readonly number[] = [0, -1, -3, -6];

interface Coded {
  readonly signo: number;
  readonly siCode: number | undefined;
}

/** Whether the task on the processor is what the signal comes from, for all that its code tells. */
export function isSent({ signo, siCode }: Coded): boolean {
  return signo === SIGCHLD || (siCode !== undefined && SENT_CODES.includes(siCode));
}
