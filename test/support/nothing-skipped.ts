import type { EndRecord } from '../../src/records/records.js';

/**
 * Repeats the test's signals where the kernel skipped any meanwhile: one of the skipped signals may be
 * one that the test waits for.
 */
export async function nothingSkipped<T extends { readonly end: Pick<EndRecord, 'skipped'> }>(
  happen: () => Promise<T>,
): Promise<T> {
  for (let left = 2; ; left--) {
    const seen = await happen();
    if (left === 0 || (seen.end.skipped ?? 0) === 0) return seen;
  }
}
