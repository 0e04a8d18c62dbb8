import { setTimeout as sleep } from 'node:timers/promises';

import { PATIENCE } from './patience.js';

/** Far longer than anything here takes: a test that waits in vain fails, a slow machine doesn't. */
const PATIENCE_MS = 20_000 * PATIENCE;

/** Waits for what is neither undefined nor false; in vain, fails with what `lacking` says. */
export async function until<T>(
  look: () => T | false | undefined,
  lacking: () => string,
): Promise<T> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const found = look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) throw new Error(`waited ${PATIENCE_MS / 1000} s in vain: ${lacking()}`);
    await sleep(20);
  }
}
