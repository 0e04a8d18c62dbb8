/**
 * What a source of signals says, whatever it is: bpftrace, or the kernel's own trace buffer.
 * All times are ns of the kernel clock that the source stamps its records with.
 */
export type SourceEvent =
  | SignalEvent
  | Delivery
  | Exit
  | Attempt
  | Invalid
  | ProcessPart
  | Tick
  | Proof
  | Hidden
  | Skipped
  | Totals
  | Warning;

/** The probes whose records are numbered on each CPU, in the order in which a tick tells of them. */
export const PROBES = ['signal', 'delivery', 'exit', 'attempt'] as const;
export type Probe = (typeof PROBES)[number];

/** What was seen at one moment and has its place in the stream. */
export type Seen = SignalEvent | Delivery | Exit | Attempt;

/** The task on the processor, as a probe saw it; numbers as the kernel gave them. */
export interface Current {
  readonly currentPid: number;
  readonly currentTid: number;
  readonly currentComm: string;
  readonly uid: number;
  readonly gid: number;
  /** Id of its cgroup in the v2 hierarchy, in decimal. */
  readonly cgroupId: string;
  /** What its process is called where it is told of; empty where it is not. */
  readonly processKey: string;
}

/** One generated signal: when and where, and what it was. */
export interface SignalEvent {
  readonly kind: 'signal';
  readonly cpu: number;
  /** Counts this CPU's records from 1, without a hole in the kernel. */
  readonly seq: number;
  readonly ktime: bigint;
  /** Shared by all events that say the same: compare them by identity, never change them. */
  readonly facts: SignalFacts;
}

/** What the probe saw of a signal besides its place in the stream; numbers as the kernel gave them. */
export interface SignalFacts extends Current {
  readonly signo: number;
  /** undefined where the probe could not read the siginfo. */
  readonly siCode: number | undefined;
  readonly errno: number | undefined;
  /** 1 for a signal to the process, 0 for one to the thread. */
  readonly group: number;
  /** Index into RESULTS; undefined where it was queued and no more is known. */
  readonly result: number | undefined;
  readonly targetTid: number;
  /** 0 where the target's task was not found. */
  readonly targetPid: number;
  /** -1 where the target's task was not found. */
  readonly targetUid: number;
  readonly targetComm: string;
  /** When its process started, ns since boot (start_boottime); 0 where it is not known. */
  readonly targetStartTimeNs: bigint;
  /** -1 where the target's task was not found. */
  readonly targetGid: number;
  /** Of its parent; 0 where it is not known. */
  readonly targetParent: number;
  /** Its process's id in its own, innermost pid namespace; 0 where that is the initial one. */
  readonly targetNsPid: number;
  /** See TARGET_STATE. */
  readonly targetState: number;
  readonly targetCgroupId: string;
  /** Where the arguments of its program begin, as each exec draws by lot; 0 where it has no memory any more. */
  readonly targetArgStart: number;
  /** Number of the system call that sends it; -1 where none is proven. */
  readonly call: number;
  /** First argument of the call; without one, the exit_state of the task on the processor. */
  readonly arg: number;
  /** Function names, innermost first; empty where the probe takes no stack. */
  readonly stack: readonly string[];
}

/** Bits of `targetState`, as probes/signal_generate.bt makes them; the flags are signal_struct's. */
export const TARGET_STATE = {
  ignores: 1,
  handles: 2,
  exiting: 4,
  stopped: 0x1 << 8,
  groupExit: 0x4 << 8,
  /** It was stopped until this SIGCONT: its parent is to be told. */
  continued: 0x30 << 8,
  /** First process of a pid namespace. */
  unkillable: 0x40 << 8,
} as const;

/** A signal was taken by a process that a traced one was for. */
export interface Delivery {
  readonly kind: 'delivery';
  readonly cpu: number;
  readonly seq: number;
  readonly ktime: bigint;
  /** 9 for every signal that ends all threads, whichever it is. */
  readonly signo: number;
  readonly siCode: number;
  /** 0 the default action, 1 SIG_IGN, 2 a handler ran. */
  readonly handler: number;
  /** signal_struct.flags. */
  readonly flags: number;
  readonly tid: number;
  readonly pid: number;
  readonly processKey: string;
}

/** The last thread of a process has ended, of one that a traced signal was for. */
export interface Exit {
  readonly kind: 'exit';
  readonly cpu: number;
  readonly seq: number;
  readonly ktime: bigint;
  readonly pid: number;
  /** As wait(2) gives it. */
  readonly status: number;
  readonly processKey: string;
}

/** A call that was to send a signal, and failed. */
export interface Attempt extends Current {
  readonly kind: 'attempt';
  readonly cpu: number;
  readonly seq: number;
  readonly ktime: bigint;
  /** Index into SENDING_CALLS. */
  readonly call: number;
  /** As the caller gave it: any number; 0 asks for no signal, only whether one could be sent. */
  readonly signo: number;
  /** The call's first argument. */
  readonly arg: number;
  /** The thread that it asks for; 0 where it asks for a process alone. */
  readonly thread: number;
  readonly errno: number;
}

/** A part of who a process is. Other records refer to it by `who`. */
export type ProcessPart = ProcessLine | AncestorLine | ArgumentsLine;

export interface ProcessLine {
  readonly kind: 'process';
  readonly processKey: string;
  readonly pid: number;
  /** ns since boot. */
  readonly startTimeNs: bigint;
  /** See targetImage. */
  readonly argStart: number;
  readonly parent: number;
  readonly uid: number;
  readonly gid: number;
  readonly cgroupId: string;
  /** -1, or all ones, where nobody logged in. */
  readonly loginuid: number;
  /** Its id in its own pid namespace; 0 where that is the initial one. */
  readonly nsPid: number;
  /** Bytes of its arguments. */
  readonly length: number;
  readonly comm: string;
}

export interface AncestorLine {
  readonly kind: 'ancestor';
  readonly processKey: string;
  /** 0 is the parent. */
  readonly depth: number;
  readonly pid: number;
  readonly startTimeNs: bigint;
  readonly comm: string;
}

export interface ArgumentsLine {
  readonly kind: 'arguments';
  readonly processKey: string;
  readonly line: number;
  readonly bytes: Buffer;
}

/** A numbered record whose fields cannot be true; it was received all the same. */
export interface Invalid {
  readonly kind: 'invalid';
  readonly probe: Probe;
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
  /** How many of PROBES it tells of. */
  readonly probes: number;
  /** Of each probe on the first CPU, then on the next. */
  readonly totals: readonly number[];
}

/** The tracer's own signal has come through. */
export interface Proof {
  readonly kind: 'proof';
  readonly ktime: bigint;
  /** How long the host has slept since it was booted, ns; undefined where the probe can't read it. */
  readonly slept: bigint | undefined;
}

/** How often each signal number was held back so far. */
export interface Hidden {
  readonly kind: 'hidden';
  readonly counts: ReadonlyMap<number, number>;
}

/** How often a signal came in the middle of another program, and was left out, so far. */
export interface Skipped {
  readonly kind: 'skipped';
  readonly count: number;
}

/** The records that each CPU has written, read at the very end. */
export interface Totals {
  readonly kind: 'totals';
  readonly probe: Probe;
  readonly counts: ReadonlyMap<number, number>;
}

/** Something that the reader should know of the source, or of what it could not be asked. */
export interface Warning {
  readonly kind: 'complaint';
  readonly code:
    | 'unreadable'
    | 'source_error'
    | 'command_unread'
    | 'place_unknown'
    | 'origin_unknown'
    | 'enrichment_skipped'
    | 'pid_namespace'
    | 'cgroup_namespace'
    | 'less_is_told'
    | 'outcomes_forgotten';
  readonly message: string;
  /** What mends it. */
  readonly hint?: string;
}
