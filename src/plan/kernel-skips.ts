import type { SkippedRuns } from '../bpftrace/launch.js';
import { isAtLeast, versionOf } from '../host/version.js';
import type { Variant } from '../program/variants.js';

/**
 * The kernel skips a run of a program while another program runs on that CPU. Does it count those
 * runs (`counts`), skip `none`, or skip them uncounted (`silence`)?
 */
export type KernelSkips = 'counts' | 'none' | 'silence';

/** @param release `uname -r`; it does not show what a distribution has backported */
export function kernelSkips(variant: Variant, release: string): KernelSkips {
  const kernel = versionOf(release);
  const atLeast = (major: number, minor: number) => isAtLeast(kernel, major, minor);
  switch (variant) {
    case 'rawtracepoint':
      // Before 5.12 it runs inside every other program. Linux 6.2 skips it only in itself, and counts that.
      return atLeast(5, 12) ? 'counts' : 'none';
    case 'fentry':
      return atLeast(5, 12) ? 'counts' : 'silence';
    default:
      // recursion_misses exist since 5.12, but stay 0 for programs that trace_call_bpf runs.
      return atLeast(6, 7) ? 'counts' : 'silence';
  }
}

/** How many events were missed where the kernel skipped so many runs of a variant's programs. */
export function skippedEvents(variant: Variant, { together, alone }: SkippedRuns): number {
  // One program tells of the event, and another then of its processes.
  return alone + Math.ceil(together / (variant === 'core' ? 1 : 2));
}
