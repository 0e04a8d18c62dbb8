import type { Diagnosis } from '../bpftrace/diagnose.js';
import { SignalsTraceError } from '../errors.js';
import { type Candidate, needsNoTracefs, type ProbeChoice } from '../program/variants.js';

/** See Program. */
type Tried = Candidate & { readonly cutsTypes: boolean };

/** The programs to try, and the kind of probe asked for. */
export interface ProbeFallback {
  readonly probe: ProbeChoice;
  readonly programs: readonly [Tried, ...Tried[]];
}

/** What to do after a program has ended unasked. */
export interface FallbackDecision {
  /** Try the next program. */
  readonly tryNext: boolean;
  /** The program only stood in for a richer one: report the richer one's failure. */
  readonly standIn: boolean;
  /** Why this host cannot be traced with this program. */
  readonly unfit: SignalsTraceError | undefined;
}

/** @param attempt the index of the program that ended */
export function nextProgram(
  { probe, programs }: ProbeFallback,
  attempt: number,
  { rejected, fatal }: Diagnosis,
): FallbackDecision {
  const program = programs[attempt] ?? programs[0];
  const simplest = probe === 'auto' && needsNoTracefs(program);
  const other = rejected || fatal?.code === 'no_tracepoint' || (simplest && fatal !== undefined);
  const asked = probe !== 'tracepoint' && probe !== 'auto';
  return {
    tryNext: other && attempt + 1 < programs.length,
    // The same program follows with all types: its failure counts.
    standIn: simplest || (program.cutsTypes && other),
    unfit: asked && fatal !== undefined ? ofProbe(probe, fatal) : fatal,
  };
}

/** The fix for the cause also fixes the refusal. */
function ofProbe(probe: ProbeChoice, fatal: SignalsTraceError): SignalsTraceError {
  if (fatal.code === 'program_rejected') return probeRefused(probe, fatal.message);
  return fatal.code === 'no_tracepoint' ? probeRefused(probe, fatal.message, fatal.hint) : fatal;
}

/** The error for a kind of probe that was asked for and is not available. */
export function probeRefused(
  probe: ProbeChoice,
  why: string,
  hint = 'leave --probe out: auto takes the richest probe that this kernel and this bpftrace can attach',
): SignalsTraceError {
  return new SignalsTraceError(
    'probe_refused',
    `The probe ${probe} is not available here: ${why}`,
    hint,
  );
}
