import { setTimeout as sleep } from 'node:timers/promises';

import { PATIENCE } from './patience.js';

/** Far longer than anything here takes: a test that waits in vain fails, a slow machine doesn't. */
const SECONDS = 30;

/** Waits for a value other than undefined and false; fails with the text of `lacking` at the deadline. */
export async function until<T>(
  look: () => T | false | undefined | Promise<T | false | undefined>,
  lacking: string | (() => string),
  seconds = SECONDS,
): Promise<T> {
  const end = Date.now() + seconds * 1000 * PATIENCE;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) {
      const lacks = typeof lacking === 'string' ? lacking : lacking();
      throw new Error(`waited ${seconds * PATIENCE} s in vain: ${lacks}`);
    }
    await sleep(20);
  }
}
