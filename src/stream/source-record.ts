/**
 * What a source of signals says, whatever it is: bpftrace, or the kernel's own trace buffer.
 * All times are ns of the kernel clock that the source stamps its records with.
 */
export type SourceRecord = KernelSignal | Invalid | Tick | Proof | Hidden | Totals | Complaint;

/** One generated signal, as the probe saw it; numbers as the kernel gave them. */
export interface KernelSignal {
  readonly kind: 'signal';
  readonly cpu: number;
  /** Counts this CPU's records from 1, without a hole in the kernel. */
  readonly seq: number;
  readonly ktime: bigint;
  readonly signo: number;
  readonly siCode: number;
  readonly errno: number;
  /** 1 for a signal to the process, 0 for one to the thread. */
  readonly group: number;
  /** Index into RESULTS. */
  readonly result: number;
  readonly targetTid: number;
  /** 0 where the target's task was not found. */
  readonly targetPid: number;
  /** -1 where the target's task was not found. */
  readonly targetUid: number;
  /** The task on the processor. */
  readonly currentPid: number;
  readonly currentTid: number;
  readonly uid: number;
  readonly gid: number;
  /** Id of its cgroup in the v2 hierarchy, in decimal. */
  readonly cgroupId: string;
  readonly currentComm: string;
  readonly targetComm: string;
  /** Function names, innermost first; empty where the probe takes no stack. */
  readonly stack: readonly string[];
}

/** A signal whose fields cannot be true; it was received all the same. */
export interface Invalid {
  readonly kind: 'invalid';
  readonly cpu: number;
  readonly seq: number;
  readonly ktime: bigint;
  readonly why: string;
}

/** How many records CPUs had written at one moment; a tick of many CPUs comes in several parts. */
export interface Tick {
  readonly kind: 'tick';
  readonly ktime: bigint;
  readonly halted: boolean;
  /** That wrote it: what it had written before comes before, or never. */
  readonly cpu: number;
  /** The totals of how many CPUs the whole tick tells. */
  readonly cpus: number;
  readonly firstCpu: number;
  readonly totals: readonly number[];
}

/** The tracer's own signal has come through. */
export interface Proof {
  readonly kind: 'proof';
  readonly ktime: bigint;
}

/** How often each signal number was held back so far. */
export interface Hidden {
  readonly kind: 'hidden';
  readonly counts: ReadonlyMap<number, number>;
}

/** The records that each CPU has written, read at the very end. */
export interface Totals {
  readonly kind: 'totals';
  readonly counts: ReadonlyMap<number, number>;
}

/** Something that the reader should know of the source, or of what it could not be asked. */
export interface Complaint {
  readonly kind: 'complaint';
  readonly code: 'unreadable' | 'source_error' | 'command_unread';
  readonly message: string;
}
