/** What can stop a trace; stable, to be matched on. */
export type ErrorCode =
  | 'usage'
  | 'not_linux'
  | 'bpftrace_not_found'
  | 'bpftrace_unusable'
  | 'no_permission'
  | 'no_tracepoint'
  | 'lockdown'
  | 'program_rejected'
  | 'probe_refused'
  | 'cannot_write'
  | 'gave_up';

/** The only errors that signals-trace throws at its callers. */
export class SignalsTraceError extends Error {
  override readonly name = 'SignalsTraceError';
  readonly code: ErrorCode;
  /** What mends it: a command where one does. */
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }

  /** Exit code of the command: 2 wrong usage, 3 this host cannot be traced, 4 gave up. */
  get exitCode(): 2 | 3 | 4 {
    return this.code === 'usage'
      ? 2
      : this.code === 'gave_up' || this.code === 'cannot_write'
        ? 4
        : 3;
  }
}

/**
 * @param last why it failed at last
 * @param begun whether anything has ever been traced
 */
export function gaveUp(last: string | undefined, begun: boolean): SignalsTraceError {
  return new SignalsTraceError(
    begun ? 'gave_up' : 'bpftrace_unusable',
    `${begun ? 'bpftrace failed too often in a row; at last' : 'No trace has begun'}: ${last ?? 'unknown'}`,
    'run signals-trace doctor, and with --log-level debug',
  );
}
