import { SignalsTraceError } from '../../errors.js';
import type { Host } from '../../host/host.js';
import { atLeast, type Bpftrace } from '../find.js';
import type { SudoAnswer } from '../sudo.js';

/** The result of checking one precondition of a trace. */
export interface DoctorCheck {
  readonly name: string;
  readonly status: 'pass' | 'warn' | 'fail';
  /** What was found. */
  readonly found: string;
  /** The consequence for a trace, as a clause: part of the verdict unless the check passed. */
  readonly means?: string;
  /** Why it matters. */
  readonly why: string;
  /** The fix: a command; words; or words, a colon and a command. */
  readonly fix?: string;
  /** The flags of docker run and podman run that are the fix. */
  readonly flags?: readonly string[];
  /** Nothing was tried: only root could, or another check fails. The status is `pass` then. */
  readonly untried?: true;
}

/** The facts that a check judges. */
export interface Patient {
  readonly host: Host;
  /** The error says why there is no usable bpftrace. */
  readonly bpftrace: Bpftrace | SignalsTraceError;
  /** Sudo's answer; undefined if bpftrace runs without it. */
  readonly sudo?: SudoAnswer | undefined;
}

/** Whether there is a usable bpftrace, and it is 0.`minor` or newer. */
export function hasBpftrace(bpftrace: Patient['bpftrace'], minor: number): boolean {
  return !(bpftrace instanceof SignalsTraceError) && atLeast(bpftrace, minor);
}
