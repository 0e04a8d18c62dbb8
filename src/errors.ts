import { EXIT_STATUSES } from './exit-status.js';

/** Causes that stop a trace. The codes are stable: callers may match on them. */
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

/** The only error that signals-trace throws at its callers. */
export class SignalsTraceError extends Error {
  override readonly name = 'SignalsTraceError';
  readonly code: ErrorCode;
  /** The fix; a command where there is one. */
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }

  /** Exit status of the command: 2 wrong usage, 3 this host cannot be traced, 4 gave up or could not write. */
  get exitCode(): 2 | 3 | 4 {
    switch (this.code) {
      case 'usage':
        return EXIT_STATUSES.usage.status;
      case 'gave_up':
      case 'cannot_write':
        return EXIT_STATUSES.gaveUp.status;
      default:
        return EXIT_STATUSES.cannotTrace.status;
    }
  }
}

/**
 * Returns the error for a value that cannot be used.
 *
 * @param text what is wrong
 * @param hint how to write it
 */
export function usage(text: string, hint: string, options?: ErrorOptions): SignalsTraceError {
  return new SignalsTraceError('usage', text, hint, options);
}

/**
 * Returns the error for bpftrace runs that failed too often.
 *
 * @param last why the last run failed
 * @param begun whether any run has traced
 */
export function gaveUp(last: string | undefined, begun: boolean): SignalsTraceError {
  return new SignalsTraceError(
    begun ? 'gave_up' : 'bpftrace_unusable',
    `${begun ? 'bpftrace failed too often in a row; at last' : 'No trace has begun'}: ${last ?? 'unknown'}`,
    'run signals-trace doctor, and with --log-level debug',
  );
}
