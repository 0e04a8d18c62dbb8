/** Kinds of probe on which signals can be seen. */
export const PROBE_KINDS = ['tracepoint', 'rawtracepoint', 'fentry', 'kprobe'] as const;
export type ProbeKind = (typeof PROBE_KINDS)[number];

/** What may be asked for; `auto` takes the first of these that can really be attached. */
export const PROBE_CHOICES = ['auto', ...PROBE_KINDS] as const;
export type ProbeChoice = (typeof PROBE_CHOICES)[number];

/**
 * Which program: `full` reads the kernel's types (BTF); `core` has the tracepoint's own fields and no
 * more; the others are `full` on another kind of probe.
 */
export type Variant = 'full' | 'core' | Exclude<ProbeKind, 'tracepoint'>;

/** One program to try. */
export interface Step {
  readonly variant: Variant;
  /** What becomes of signals, and attempts: by tracepoints, which there may be none of. */
  readonly fates: boolean;
}

/** What decides which programs can run at all. */
export interface StepsHost {
  /** The kernel's types can be read. */
  readonly typed: boolean;
  /** This process is in a pid namespace of its own. */
  readonly ownPids: boolean;
  /** The tracepoints are certainly not to be seen. */
  readonly noTracepoints: boolean;
}

/** From the richest program to the simplest; empty where there is none of the kind asked for. */
export function stepsFor(asked: ProbeChoice, host: StepsHost): readonly Step[] {
  const { typed, ownPids, noTracepoints } = host;
  const core: Step = { variant: 'core', fates: false };
  if (!typed) return asked === 'auto' || asked === 'tracepoint' ? [core] : [];
  // What core asks bpftrace for, is of no use in a pid namespace of its own.
  const simpler = ownPids || noTracepoints ? [] : [core];
  const full: Step = { variant: 'full', fates: true };
  switch (asked) {
    case 'auto':
      // These stand in: they need no tracefs, and the first sees as much of a signal as full does.
      return [
        full,
        ...simpler,
        { variant: 'rawtracepoint', fates: false },
        { variant: 'fentry', fates: false },
        { variant: 'kprobe', fates: false },
      ];
    case 'tracepoint':
      return [full, ...simpler];
    default: {
      const alone: Step = { variant: asked, fates: false };
      return noTracepoints ? [alone] : [{ variant: asked, fates: true }, alone];
    }
  }
}

export function kindOf(variant: Variant): ProbeKind {
  return variant === 'full' || variant === 'core' ? 'tracepoint' : variant;
}

/** Whether it sees the signals alone that the kernel queues for their target, and not all of each. */
export function isPartial(variant: Variant): boolean {
  return variant === 'fentry' || variant === 'kprobe';
}
