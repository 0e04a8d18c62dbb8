/** Kinds of probe on which signals can be seen. */
export const PROBE_KINDS = ['tracepoint', 'rawtracepoint', 'fentry', 'kprobe'] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];

/**
 * Which program: `full` reads the kernel's types (BTF); `core` has the tracepoint's own fields and no
 * more; the others are `full` on another kind of probe.
 */
export type Variant = 'full' | 'core' | Exclude<ProbeKind, 'tracepoint'>;

/** Whether this program sees only the signals that the kernel queues, and not all fields of each. */
export function seesQueuedOnly(variant: Variant): boolean {
  return variant === 'fentry' || variant === 'kprobe';
}
