/** Signals that end a command which runs until it is told to stop. */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Set to 1 by the shell before Node.js (scripts/prelude.sh) where SIGHUP came ignored, as of nohup: Node.js
 * sets it back to its default before any of our code runs.
 */
const HANGUP_IGNORED = '_SIGNALS_TRACE_HUP_IGNORED';

/** Has SIGHUP ignored where it was when the command began. */
export function keepHangupIgnored(): void {
  if (isHangupIgnored()) process.on('SIGHUP', () => undefined);
}

/**
 * Calls the listener for each ending signal instead of ending this process; not for a SIGHUP that is ignored.
 *
 * @returns a function that restores the default
 */
export function onEndingSignals(listener: (signal: NodeJS.Signals) => void): () => void {
  const heard = ENDING_SIGNALS.filter((signal) => signal !== 'SIGHUP' || !isHangupIgnored());
  for (const signal of heard) process.on(signal, listener);
  return () => {
    for (const signal of heard) process.off(signal, listener);
  };
}

function isHangupIgnored(): boolean {
  return process.env[HANGUP_IGNORED] === '1';
}
