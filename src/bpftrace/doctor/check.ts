import { SignalsTraceError } from '../../errors.js';
import type { Host } from '../../host/host.js';
import { atLeast, type Bpftrace } from '../find.js';

/** The result of checking one precondition of a trace. */
export interface DoctorCheck {
  readonly name: string;
  readonly status: 'pass' | 'warn' | 'fail';
  /** What was found. */
  readonly found: string;
  /** Why it matters. */
  readonly why: string;
  /** The command that fixes it, if there is one. */
  readonly fix?: string;
}

/** The facts that a check judges. */
export interface Patient {
  readonly host: Host;
  /** The error says why there is no usable bpftrace. */
  readonly bpftrace: Bpftrace | SignalsTraceError;
}

/** Whether there is a usable bpftrace, and it is 0.`minor` or newer. */
export function hasBpftrace(bpftrace: Patient['bpftrace'], minor: number): boolean {
  return !(bpftrace instanceof SignalsTraceError) && atLeast(bpftrace, minor);
}
