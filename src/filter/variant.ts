/** Kinds of probe that can trace signals. */
export const PROBE_KINDS = ['tracepoint', 'rawtracepoint', 'fentry', 'kprobe'] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];

/**
 * The kind of program. `full` reads the kernel's types (BTF), `core` only the tracepoint's own fields;
 * the others are `full` on another kind of probe.
 */
export type Variant = 'full' | 'core' | Exclude<ProbeKind, 'tracepoint'>;

/** Whether this program traces only signals that the kernel queues, and lacks fields of some. */
export function seesQueuedOnly(variant: Variant): boolean {
  return variant === 'fentry' || variant === 'kprobe';
}
