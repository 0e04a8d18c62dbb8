import type { Variant } from '../program/variants.js';

/**
 * What is known of the runs of a program that the kernel skips, since another runs on that CPU:
 * it `counts` them, it skips `none`, or it does so in `silence`.
 */
export type KernelSkips = 'counts' | 'none' | 'silence';

/** By the kernel's release, as `uname -r` has it: what distributions have taken over from newer ones, isn't seen. */
export function kernelSkips(variant: Variant, release: string): KernelSkips {
  const [major = 0, minor = 0] = release.split('.').map((part) => Number.parseInt(part));
  const atLeast = (wanted: number, wantedMinor: number) =>
    major > wanted || (major === wanted && minor >= wantedMinor);
  switch (variant) {
    case 'rawtracepoint':
      // There it ran inside every other program. Linux 6.2 skips it in its own alone, and counts that.
      return atLeast(5, 12) ? 'counts' : 'none';
    case 'fentry':
      return atLeast(5, 12) ? 'counts' : 'silence';
    default:
      // recursion_misses are there since 5.12, but stay 0 for what trace_call_bpf runs.
      return atLeast(6, 7) ? 'counts' : 'silence';
  }
}
