import {
  type Candidate,
  isPreemptible,
  type ProbeChoice,
  type Variant,
} from '../program/variants.js';

/** Facts that decide which programs can run at all. */
export interface CandidateHost {
  /** The kernel's types (BTF) can be read. */
  readonly typed: boolean;
  /** This process is in a pid namespace of its own. */
  readonly ownPids: boolean;
  /** The tracepoints are certainly invisible. */
  readonly noTracepoints: boolean;
  /** This bpftrace is proven with raw tracepoints (0.23). Older ones (0.18) use them as a stand-in. */
  readonly raw: boolean;
  /** A real-time kernel: other tasks may run while a task sends a signal. */
  readonly realtime: boolean;
}

/** The programs to try, from the richest to the simplest. Empty if none has the kind asked for. */
export function candidatesFor(asked: ProbeChoice, host: CandidateHost): readonly Candidate[] {
  const candidates = allCandidates(asked, host);
  return host.realtime ? candidates.filter(({ variant }) => !isPreemptible(variant)) : candidates;
}

function allCandidates(asked: ProbeChoice, host: CandidateHost): readonly Candidate[] {
  const { typed, ownPids, noTracepoints, raw } = host;
  const withOutcomes = (variant: Variant): Candidate => ({ variant, tracksOutcomes: true });
  const alone = (variant: Variant): Candidate => ({ variant, tracksOutcomes: false });
  if (!typed) return asked === 'auto' || asked === 'tracepoint' ? [alone('core')] : [];
  const tracepoint = [withOutcomes('full')];
  // core uses bpftrace's `pid`, which is useless in a pid namespace of its own.
  if (!ownPids && !noTracepoints) tracepoint.push(alone('core'));
  switch (asked) {
    case 'auto':
      return [
        // Only the raw tracepoint also runs inside other BPF programs.
        ...(raw && !noTracepoints ? [withOutcomes('rawtracepoint')] : []),
        ...tracepoint,
        alone('rawtracepoint'),
        alone('fentry'),
        alone('kprobe'),
      ];
    case 'tracepoint':
      return tracepoint;
    default:
      return noTracepoints ? [alone(asked)] : [withOutcomes(asked), alone(asked)];
  }
}
