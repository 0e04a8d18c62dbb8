import type { Origin } from '../signals/origins.js';

/** A process between one end of a signal and init. */
export interface AncestorView {
  readonly pid: number;
  readonly comm: string;
  readonly name?: string | undefined;
  readonly cmd?: string | undefined;
}

/**
 * One end of a signal, with the field names of records. Unknown fields are absent.
 * A live view holds `pid`, `tid`, `comm` and `uid`, and looks up the others when they are read.
 */
export interface ProcessView {
  readonly pid?: number | undefined;
  readonly tid?: number | undefined;
  readonly comm?: string | undefined;
  readonly uid?: number | undefined;
  readonly exe?: string | undefined;
  readonly cmdline?: readonly string[] | undefined;
  /** Absent if only the kernel's own line describes the process. */
  readonly start_time?: string | undefined;
  /** Unit, container, pod and slices follow from this path. */
  readonly cgroup?: string | undefined;
  /** From the parent on; absent if none is known. */
  readonly ancestors?: readonly AncestorView[] | undefined;
  /** The pid in the process's own pid namespace, if that is not the initial one. */
  readonly nspid?: number | undefined;
}

/** A signal to match: a live one, or a record that is read back. */
export interface SignalView {
  readonly signo: number;
  readonly si_code?: number | undefined;
  readonly result?: string | undefined;
  readonly origin: Origin;
  /** The current task is the sender. */
  readonly sentByCurrent: boolean;
  /** The si_code alone tells that the current task sent it (see isSent). */
  readonly sentByCode: boolean;
  /** The task on the processor; undefined if a record does not name it. */
  readonly current: ProcessView | undefined;
  /** null: nobody sent it. undefined: the sender is unknown. */
  readonly sender: ProcessView | null | undefined;
  readonly target: ProcessView;
}

/** A call that failed to send a signal. */
export interface AttemptView {
  /** Name of the system call. */
  readonly syscall: string;
  /** First argument of the call: the pid, the group or the descriptor that the caller named. */
  readonly arg: number;
  readonly signo: number;
  readonly origin: Origin;
  readonly sender: ProcessView;
}
