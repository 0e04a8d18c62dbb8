import { PROBE_KINDS, type ProbeKind, type Variant } from '../filter/variant.js';

export { PROBE_KINDS, type ProbeKind, seesQueuedOnly, type Variant } from '../filter/variant.js';

/** Choices of `--probe`. `auto` takes the richest kind that can be attached. */
export const PROBE_CHOICES = ['auto', ...PROBE_KINDS] as const;
export type ProbeChoice = (typeof PROBE_CHOICES)[number];

/** One program to try. */
export interface Candidate {
  readonly variant: Variant;
  /** The program also traces deliveries, exits and failed calls. These need tracefs. */
  readonly tracksOutcomes: boolean;
}

/**
 * Whether other tasks may preempt the program on a real-time kernel. In newer bpftrace, programs on
 * one CPU print through one buffer: two that print at the same time would mix their lines.
 */
export function isPreemptible(variant: Variant): boolean {
  return variant === 'rawtracepoint' || variant === 'fentry';
}

/** Whether the program is tried only because tracefs, which the others need, may be missing. */
export function needsNoTracefs({ variant, tracksOutcomes }: Candidate): boolean {
  return !tracksOutcomes && variant !== 'core';
}

export function kindOf(variant: Variant): ProbeKind {
  return variant === 'full' || variant === 'core' ? 'tracepoint' : variant;
}
