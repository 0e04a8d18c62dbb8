import type { Diagnosis } from '../bpftrace/diagnose.js';
import { SignalsTraceError } from '../errors.js';
import { needsNoTracefs, type ProbeChoice, type Step } from '../program/variants.js';

/** The programs to try, and what was asked for. */
export interface Ladder {
  readonly probe: ProbeChoice;
  readonly programs: readonly [Step, ...Step[]];
}

/** What follows from the end of a program that nobody had told to end. */
export interface Verdict {
  /** The next program is to be tried. */
  readonly stepDown: boolean;
  /** It only stands in for a richer one, whose failure is the one to be told. */
  readonly standIn: boolean;
  /** Why this host can't be traced so. */
  readonly unfit: SignalsTraceError | undefined;
}

/** @param attempt which of the programs it was */
export function judge(
  { probe, programs }: Ladder,
  attempt: number,
  { rejected, fatal }: Diagnosis,
): Verdict {
  const standIn = probe === 'auto' && needsNoTracefs(programs[attempt] ?? programs[0]);
  const other = rejected || fatal?.code === 'no_tracepoint' || (standIn && fatal !== undefined);
  const asked = probe !== 'tracepoint' && probe !== 'auto';
  return {
    stepDown: other && attempt + 1 < programs.length,
    standIn,
    unfit: asked && fatal !== undefined ? ofProbe(probe, fatal) : fatal,
  };
}

/** What mends another cause mends this as well. */
function ofProbe(probe: ProbeChoice, fatal: SignalsTraceError): SignalsTraceError {
  if (fatal.code === 'program_rejected') return refusal(probe, fatal.message);
  return fatal.code === 'no_tracepoint' ? refusal(probe, fatal.message, fatal.hint) : fatal;
}

/** Of the one kind of probe that was asked for. */
export function refusal(
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
