/** Signals that end a command which runs until it is told to stop. */
export const ENDING_SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Calls the listener for each ending signal instead of ending this process.
 *
 * @returns a function that restores the default
 */
export function onEndingSignals(listener: (signal: NodeJS.Signals) => void): () => void {
  for (const signal of ENDING_SIGNALS) process.on(signal, listener);
  return () => {
    for (const signal of ENDING_SIGNALS) process.off(signal, listener);
  };
}
