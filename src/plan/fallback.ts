import type { Diagnosis } from '../bpftrace/diagnose.js';
import { SignalsTraceError } from '../errors.js';
import { type Candidate, needsNoTracefs, type ProbeChoice } from '../program/variants.js';

/** The programs to try, and what was asked for. */
export interface ProbeFallback {
  readonly probe: ProbeChoice;
  readonly programs: readonly [Candidate, ...Candidate[]];
}

/** What follows from the end of a program that nobody had told to end. */
export interface FallbackDecision {
  /** The next program is to be tried. */
  readonly tryNext: boolean;
  /** It only stands in for a richer one, whose failure is the one to be told. */
  readonly standIn: boolean;
  /** Why this host can't be traced so. */
  readonly unfit: SignalsTraceError | undefined;
}

/** @param attempt which of the programs it was */
export function nextProgram(
  { probe, programs }: ProbeFallback,
  attempt: number,
  { rejected, fatal }: Diagnosis,
): FallbackDecision {
  const standIn = probe === 'auto' && needsNoTracefs(programs[attempt] ?? programs[0]);
  const other = rejected || fatal?.code === 'no_tracepoint' || (standIn && fatal !== undefined);
  const asked = probe !== 'tracepoint' && probe !== 'auto';
  return {
    tryNext: other && attempt + 1 < programs.length,
    standIn,
    unfit: asked && fatal !== undefined ? ofProbe(probe, fatal) : fatal,
  };
}

/** What mends another cause mends this as well. */
function ofProbe(probe: ProbeChoice, fatal: SignalsTraceError): SignalsTraceError {
  if (fatal.code === 'program_rejected') return probeRefused(probe, fatal.message);
  return fatal.code === 'no_tracepoint' ? probeRefused(probe, fatal.message, fatal.hint) : fatal;
}

/** Of the one kind of probe that was asked for. */
export function probeRefused(
  probe: ProbeChoice,
  why: string,
  hint = 'leave --probe out: auto takes what this kernel and this bpftrace can attach',
): SignalsTraceError {
  return new SignalsTraceError(
    'probe_refused',
    `The probe ${probe} cannot be had here: ${why}`,
    hint,
  );
}
