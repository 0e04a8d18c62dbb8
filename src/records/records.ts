// Made from record-schema.ts by `npm run generate`.

export type TraceRecord =
  | ReadyRecord
  | SignalRecord
  | OutcomeRecord
  | ExitRecord
  | EscalationRecord
  | AttemptRecord
  | LostRecord
  | GapRecord
  | WarningRecord
  | EndRecord;
export type ExitStatus =
  | {
      code: number;
    }
  | {
      /**
       * "SIGTERM"; 34 to 64 are "SIGRTMIN" to "SIGRTMIN+30".
       */
      signal: string;
      signo: number;
      /**
       * A core was dumped.
       */
      core: boolean;
    };

/**
 * Tracing has begun: nothing that happens after it is missed without a record saying so. One for each incarnation of bpftrace.
 */
export interface ReadyRecord {
  type: 'ready';
  /**
   * Wall clock, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same in whole microseconds since 1970.
   */
  epoch_us: number;
  /**
   * Version of signals-trace.
   */
  version: string;
  /**
   * Version of this schema.
   */
  schema: number;
  hostname: string;
  /**
   * /proc/sys/kernel/random/boot_id.
   */
  boot_id?: string;
  /**
   * Release of the kernel, as uname -r says it.
   */
  kernel: string;
  bpftrace: {
    version: string;
    path: string;
  };
  /**
   * Kind of probe that the signals are seen by.
   */
  probe: 'tracepoint' | 'rawtracepoint' | 'fentry' | 'kprobe';
  /**
   * Fields that this host cannot give, or not with every record; `result=ignored`: no record says so, or not each that should.
   */
  absent: string[];
  /**
   * How far, at most, `time` may be from the wall clock when the kernel read its own.
   */
  clock_error_ns: number;
  /**
   * Which start of bpftrace this is.
   */
  incarnation: number;
}
/**
 * One call of the kernel's signal_generate.
 */
export interface SignalRecord {
  type: 'signal';
  /**
   * Wall clock, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same in whole microseconds since 1970.
   */
  epoch_us: number;
  /**
   * The kernel's clock, ns, in decimal (it passes 2^53 after 104 days). The order of the stream.
   */
  ktime: string;
  /**
   * Processor that ran the probe.
   */
  cpu: number;
  /**
   * Unique in the stream; other records name it.
   */
  id: string;
  /**
   * "SIGTERM"; 34 to 64 are "SIGRTMIN" to "SIGRTMIN+30".
   */
  signal: string;
  signo: number;
  /**
   * The kernel's own name for this si_code of this signal, absent where none exists.
   */
  code?: string;
  si_code?: number;
  /**
   * si_errno; it is not the outcome.
   */
  errno?: number;
  scope: 'process' | 'thread';
  /**
   * The kernel's verdict, its own words in lower case.
   */
  result?: 'delivered' | 'ignored' | 'already_pending' | 'overflow_fail' | 'lose_info';
  /**
   * Why it was ignored: by SIG_IGN; by default; the first process of a pid namespace has no handler; the target is dying; SIGCONT, which lets a process go on all the same.
   */
  ignored_why?: 'handler' | 'default' | 'init' | 'dying' | 'continued';
  /**
   * How the signal came about.
   */
  origin:
    | 'kill'
    | 'kill-group'
    | 'kill-all'
    | 'tkill'
    | 'sigqueue'
    | 'pidfd'
    | 'cgroup-kill'
    | 'child'
    | 'parent-death'
    | 'ptrace'
    | 'mqueue'
    | 'interval-timer'
    | 'posix-timer'
    | 'fault'
    | 'pipe'
    | 'tty'
    | 'io'
    | 'rlimit'
    | 'seccomp'
    | 'oom'
    | 'pid-namespace'
    | 'bpf'
    | 'kernel'
    | 'unknown';
  /**
   * The process that caused it, or null where none did. The task that happened to be on the processor is not a sender.
   */
  sender?: Process | null;
  current?: Current;
  target: Process;
  /**
   * The same on all signals of one call: the id of its first signal.
   */
  group_id?: string;
  oom?: Oom;
  /**
   * A record with a greater ktime had already been written.
   */
  late?: true;
}
/**
 * One end of a signal. What could not be learned is absent.
 */
export interface Process {
  /**
   * Thread group id, as the initial pid namespace numbers it (task_struct.tgid).
   */
  pid?: number;
  /**
   * Thread id, as the initial pid namespace numbers it. Of a target, the thread that the kernel named, which may be any of its process.
   */
  tid: number;
  /**
   * The thread's name, as the kernel keeps it: at most 15 bytes, any bytes.
   */
  comm: string;
  /**
   * User id in the initial user namespace.
   */
  uid?: number;
  /**
   * Group id in the initial user namespace.
   */
  gid?: number;
  /**
   * Its parent's pid at that moment.
   */
  ppid?: number;
  /**
   * Path of its program, as its mount namespace sees it.
   */
  exe?: string;
  /**
   * Its arguments, the first its own name.
   */
  cmdline?: string[];
  /**
   * The probe could carry no more of it.
   */
  cmdline_truncated?: true;
  /**
   * The same as one line, quoted as for a shell.
   */
  cmd?: string;
  /**
   * Name of uid on this host.
   */
  user?: string;
  /**
   * User who logged in, which sudo and su leave as it is (audit).
   */
  loginuid?: number;
  /**
   * When the process started: ns since boot, in decimal. With pid it names one process for ever.
   */
  start_time?: string;
  /**
   * Path of its cgroup.
   */
  cgroup?: string;
  /**
   * Id (inode) of its cgroup in the v2 hierarchy, in decimal.
   */
  cgroup_id?: string;
  /**
   * systemd unit, from the cgroup.
   */
  unit?: string;
  /**
   * Id of its container, from the cgroup.
   */
  container?: string;
  /**
   * Uid of its Kubernetes pod, from the cgroup.
   */
  pod?: string;
  /**
   * The pid that it sees itself as, where that differs.
   */
  nspid?: number;
  /**
   * From its parent to pid 1, on request (--ancestors).
   */
  ancestors?: Ancestor[];
}
/**
 * A process that another one descends from.
 */
export interface Ancestor {
  pid: number;
  /**
   * The thread's name, as the kernel keeps it: at most 15 bytes, any bytes.
   */
  comm: string;
  /**
   * Its command line, where it could still be read.
   */
  cmd?: string;
}
/**
 * The task on the processor, where sender is null.
 */
export interface Current {
  pid: number;
  tid: number;
  /**
   * The thread's name, as the kernel keeps it: at most 15 bytes, any bytes.
   */
  comm: string;
}
/**
 * What the OOM killer found, as far as it is known.
 */
export interface Oom {
  /**
   * Whose limit was reached; absent: the whole machine.
   */
  cgroup?: string;
  /**
   * That limit, bytes.
   */
  limit?: number;
  /**
   * Resident memory of the target, bytes.
   */
  rss?: number;
  /**
   * The task that asked for one page too many.
   */
  trigger?: {
    pid: number;
    /**
     * The thread's name, as the kernel keeps it: at most 15 bytes, any bytes.
     */
    comm: string;
  };
}
/**
 * What became of a signal.
 */
export interface OutcomeRecord {
  type: 'outcome';
  /**
   * Wall clock, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same in whole microseconds since 1970.
   */
  epoch_us: number;
  /**
   * The kernel's clock, ns, in decimal (it passes 2^53 after 104 days). The order of the stream.
   */
  ktime: string;
  /**
   * Processor that ran the probe.
   */
  cpu?: number;
  /**
   * The signal; absent where no traced one fits.
   */
  signal_id?: string;
  /**
   * "SIGTERM"; 34 to 64 are "SIGRTMIN" to "SIGRTMIN+30".
   */
  signal: string;
  signo: number;
  /**
   * How the signal came about.
   */
  origin?:
    | 'kill'
    | 'kill-group'
    | 'kill-all'
    | 'tkill'
    | 'sigqueue'
    | 'pidfd'
    | 'cgroup-kill'
    | 'child'
    | 'parent-death'
    | 'ptrace'
    | 'mqueue'
    | 'interval-timer'
    | 'posix-timer'
    | 'fault'
    | 'pipe'
    | 'tty'
    | 'io'
    | 'rlimit'
    | 'seccomp'
    | 'oom'
    | 'pid-namespace'
    | 'bpf'
    | 'kernel'
    | 'unknown';
  /**
   * The process that caused it, or null where none did. The task that happened to be on the processor is not a sender.
   */
  sender?: Process | null;
  target: Process;
  /**
   * A handler ran; the process has gone, without or with a core; has stopped; goes on; took it and nothing came of it; still waits to be taken after 10 s or at the end (a later outcome replaces this).
   */
  outcome: 'handled' | 'terminated' | 'dumped' | 'stopped' | 'continued' | 'discarded' | 'pending';
  /**
   * Since the signal was generated.
   */
  latency_ns?: number;
  /**
   * The thread that took it, by its tid: the one in which the handler ran. Absent of a death, and where none took it.
   */
  taken_by?: number;
  /**
   * The process died of it.
   */
  fatal: boolean;
  exit?: ExitStatus;
  /**
   * The signal that the process had caught before it sent itself this one.
   */
  reraise_of?: string;
  /**
   * More than one traced signal fits.
   */
  inferred?: true;
  /**
   * A record with a greater ktime had already been written. So it is where a process was seen to stop only after it had taken the signal.
   */
  late?: true;
}
/**
 * A process that a traced signal other than SIGCHLD was for has ended.
 */
export interface ExitRecord {
  type: 'exit';
  /**
   * Wall clock, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same in whole microseconds since 1970.
   */
  epoch_us: number;
  /**
   * The kernel's clock, ns, in decimal (it passes 2^53 after 104 days). The order of the stream.
   */
  ktime: string;
  /**
   * Processor that ran the probe.
   */
  cpu: number;
  target: Process;
  exit: ExitStatus;
  /**
   * The signals that it had got, the last 64 of them.
   */
  signal_ids: string[];
  /**
   * A record with a greater ktime had already been written.
   */
  late?: true;
}
/**
 * A stronger signal followed a weaker one to the same process: INT, QUIT, TERM, ABRT, KILL.
 */
export interface EscalationRecord {
  type: 'escalation';
  /**
   * Wall clock, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same in whole microseconds since 1970.
   */
  epoch_us: number;
  target: Process;
  /**
   * In the order in which they were sent.
   */
  steps: EscalationStep[];
  /**
   * From the first to the last.
   */
  grace_ns: number;
}
export interface EscalationStep {
  /**
   * The signal record.
   */
  signal_id: string;
  /**
   * "SIGTERM"; 34 to 64 are "SIGRTMIN" to "SIGRTMIN+30".
   */
  signal: string;
  /**
   * Wall clock, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The process that caused it, or null where none did. The task that happened to be on the processor is not a sender.
   */
  sender?: Process | null;
  /**
   * What became of it, where that is known.
   */
  outcome?:
    | 'handled'
    | 'terminated'
    | 'dumped'
    | 'stopped'
    | 'continued'
    | 'discarded'
    | 'pending'
    | 'ignored';
}
/**
 * A call of the kill family that failed (--attempts): the kernel generated no signal for it.
 */
export interface AttemptRecord {
  type: 'attempt';
  /**
   * Wall clock, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same in whole microseconds since 1970.
   */
  epoch_us: number;
  /**
   * The kernel's clock, ns, in decimal (it passes 2^53 after 104 days). The order of the stream.
   */
  ktime: string;
  /**
   * Processor that ran the probe.
   */
  cpu: number;
  syscall:
    'kill' | 'tkill' | 'tgkill' | 'rt_sigqueueinfo' | 'rt_tgsigqueueinfo' | 'pidfd_send_signal';
  /**
   * "SIGTERM"; 34 to 64 are "SIGRTMIN" to "SIGRTMIN+30". Absent for 0, a mere look, and where there is no such signal.
   */
  signal?: string;
  /**
   * As the caller gave it; 0 only looks.
   */
  signo: number;
  sender: Process;
  /**
   * The pid as the caller gave it; of pidfd_send_signal, the descriptor.
   */
  arg: number;
  /**
   * "ESRCH", "EPERM" and so on.
   */
  errno: string;
  /**
   * A record with a greater ktime had already been written.
   */
  late?: true;
}
/**
 * Events were dropped; written before the first record after the hole.
 */
export interface LostRecord {
  type: 'lost';
  /**
   * Wall clock, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same in whole microseconds since 1970.
   */
  epoch_us: number;
  count: number;
  /**
   * Time of the record before the hole.
   */
  from?: string;
  /**
   * Time of the record after the hole.
   */
  to?: string;
  cpu?: number;
  /**
   * A slow reader's own loss.
   */
  where?: 'reader';
}
/**
 * Nothing was traced between the last proof of life and the next ready.
 */
export interface GapRecord {
  type: 'gap';
  /**
   * Wall clock, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same in whole microseconds since 1970.
   */
  epoch_us: number;
  /**
   * Wall clock, RFC 3339 in UTC with nanoseconds.
   */
  from: string;
  /**
   * Wall clock, RFC 3339 in UTC with nanoseconds.
   */
  to: string;
  reason: string;
  /**
   * The incarnation that ended.
   */
  incarnation: number;
  recovered: number;
  /**
   * null where it cannot be known.
   */
  unrecovered: number | null;
}
/**
 * Something that the reader should know and the stream survives.
 */
export interface WarningRecord {
  type: 'warning';
  /**
   * Wall clock, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same in whole microseconds since 1970.
   */
  epoch_us: number;
  code: string;
  message: string;
  hint?: string;
}
/**
 * The ledger; the last record of every output that can still be written.
 */
export interface EndRecord {
  type: 'end';
  /**
   * Wall clock, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same in whole microseconds since 1970.
   */
  epoch_us: number;
  reason: string;
  /**
   * What the kernel counted after the filter in the probe, apart from the events.
   */
  generated: number;
  /**
   * What the noise filter held back, by signal, counted in the kernel.
   */
  hidden: {
    [k: string]: number;
  };
  /**
   * What the program did not see because another ran there: by the kernel (recursion_misses) and by its own count. null where the kernel does not count that: on tracepoints and kprobes before Linux 6.7, on fentry before 5.12.
   */
  skipped: number | null;
  /**
   * received = emitted + filtered + invalid.
   */
  received: number;
  emitted: number;
  /**
   * Dropped after decoding: not asked for, or traced before `ready`.
   */
  filtered: number;
  /**
   * Signals that came behind a younger record.
   */
  late: number;
  invalid: number;
  lost: number;
  recovered: number;
  /**
   * generated - received - lost - recovered; must be 0.
   */
  unaccounted: number;
  incarnations: number;
}
