import type { Origin } from '../signals/origins.js';

/**
 * One end of a signal, with the names that records use. What is not known is absent.
 * A live view holds `pid`, `tid`, `comm` and `uid` as plain fields and makes up the rest when it is read.
 */
export interface ProcessView {
  readonly pid?: number | undefined;
  readonly tid?: number | undefined;
  readonly comm?: string | undefined;
  readonly uid?: number | undefined;
  readonly cmdline?: readonly string[] | undefined;
  /** Absent where nothing but the kernel's own line tells of the process. */
  readonly start_time?: string | undefined;
  /** Its unit, container, pod and slices follow from this path. */
  readonly cgroup?: string | undefined;
  /** The pid in its own pid namespace, where that is not the initial one. */
  readonly nspid?: number | undefined;
}

/** A signal as a filter sees it: a live one, or a record that is read back. */
export interface SignalView {
  readonly signo: number;
  readonly si_code?: number | undefined;
  readonly result?: string | undefined;
  readonly origin: Origin;
  /** The task on the processor is the sender. */
  readonly sentByCurrent: boolean;
  /** The si_code alone says that the task on the processor sent it (see isSent). */
  readonly sentByCode: boolean;
  /** The task on the processor; undefined where a record does not name it. */
  readonly current: ProcessView | undefined;
  /** null: nobody sent it. undefined: the sender is not known. */
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
