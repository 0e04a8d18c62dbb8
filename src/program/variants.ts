/** Kinds of probe that see signals. */
export const PROBE_KINDS = ['tracepoint', 'rawtracepoint', 'fentry', 'kprobe'] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];

/** Choices of `--probe`. `auto` takes the richest kind that can be attached. */
export const PROBE_CHOICES = ['auto', ...PROBE_KINDS] as const;
export type ProbeChoice = (typeof PROBE_CHOICES)[number];

/**
 * Variants of the program. `full` reads the kernel's types (BTF); `core` has the tracepoint's own
 * fields only; the others are `full` on another kind of probe.
 */
export type Variant = 'full' | 'core' | Exclude<ProbeKind, 'tracepoint'>;

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

/** Whether the program sees only signals that the kernel queues, and not every field of these. */
export function seesQueuedOnly(variant: Variant): boolean {
  return variant === 'fentry' || variant === 'kprobe';
}
