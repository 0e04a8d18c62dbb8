/** One precondition of a trace. */
export interface DoctorCheck {
  readonly name: string;
  readonly status: 'pass' | 'warn' | 'fail';
  /** What was found. */
  readonly found: string;
  /** Why it matters. */
  readonly why: string;
  /** The command that mends it, where one does. */
  readonly fix?: string;
}
