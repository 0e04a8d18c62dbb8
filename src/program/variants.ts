import { PROBE_KINDS, type ProbeKind, type Variant } from '../filter/variant.js';

export { PROBE_KINDS, type ProbeKind, seesQueuedOnly, type Variant } from '../filter/variant.js';

/** What may be asked for; `auto` takes the richest that can really be attached. */
export const PROBE_CHOICES = ['auto', ...PROBE_KINDS] as const;
export type ProbeChoice = (typeof PROBE_CHOICES)[number];

/** One program to try. */
export interface Candidate {
  readonly variant: Variant;
  /** What becomes of signals, and attempts: by tracepoints, which there may be none of. */
  readonly tracksOutcomes: boolean;
}

/** What decides which programs can run at all. */
export interface CandidateHost {
  /** The kernel's types can be read. */
  readonly typed: boolean;
  /** This process is in a pid namespace of its own. */
  readonly ownPids: boolean;
  /** The tracepoints are certainly not to be seen. */
  readonly noTracepoints: boolean;
  /** This bpftrace was seen to be right by raw tracepoints (0.23); by older ones (0.18) they stand in. */
  readonly raw: boolean;
  /** A real-time kernel: other tasks may run while it sends a signal. */
  readonly realtime: boolean;
}

/** From the richest program to the simplest; empty where there is none of the kind asked for. */
export function candidatesFor(asked: ProbeChoice, host: CandidateHost): readonly Candidate[] {
  const steps = allSteps(asked, host);
  return host.realtime ? steps.filter(({ variant }) => !isPreemptible(variant)) : steps;
}

function allSteps(asked: ProbeChoice, host: CandidateHost): readonly Candidate[] {
  const { typed, ownPids, noTracepoints, raw } = host;
  const withFates = (variant: Variant): Candidate => ({ variant, tracksOutcomes: true });
  const alone = (variant: Variant): Candidate => ({ variant, tracksOutcomes: false });
  if (!typed) return asked === 'auto' || asked === 'tracepoint' ? [alone('core')] : [];
  const tracepoint = [withFates('full')];
  // What core asks bpftrace for, is of no use in a pid namespace of its own.
  if (!ownPids && !noTracepoints) tracepoint.push(alone('core'));
  switch (asked) {
    case 'auto':
      return [
        // It alone runs inside other BPF programs, too.
        ...(raw && !noTracepoints ? [withFates('rawtracepoint')] : []),
        ...tracepoint,
        alone('rawtracepoint'),
        alone('fentry'),
        alone('kprobe'),
      ];
    case 'tracepoint':
      return tracepoint;
    default:
      return noTracepoints ? [alone(asked)] : [withFates(asked), alone(asked)];
  }
}

/**
 * Whether other tasks may run in the middle of it on a real-time kernel. What two programs print at a
 * time goes through one buffer of their CPU in newer versions of bpftrace, and gets mixed up there.
 */
export function isPreemptible(variant: Variant): boolean {
  return variant === 'rawtracepoint' || variant === 'fentry';
}

/** Whether it is there for want of tracefs alone, which the others need. */
export function needsNoTracefs({ variant, tracksOutcomes }: Candidate): boolean {
  return !tracksOutcomes && variant !== 'core';
}

export function kindOf(variant: Variant): ProbeKind {
  return variant === 'full' || variant === 'core' ? 'tracepoint' : variant;
}
