import { EXIT_STATUSES } from './exit-status.js';

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
  /** What fixes it: a command where one does. */
  readonly hint: string;

  constructor(code: ErrorCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.hint = hint;
  }

  /** Exit status of the command: 2 wrong usage, 3 this host cannot be traced, 4 gave up. */
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

/** A value that was given wrongly, and how to give it right. */
export function usage(text: string, hint: string, options?: ErrorOptions): SignalsTraceError {
  return new SignalsTraceError('usage', text, hint, options);
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
