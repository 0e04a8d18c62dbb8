// Made from record-schema.ts by `npm run generate`.

export type TraceRecord =
  | ReadyRecord
  | SignalRecord
  | OutcomeRecord
  | ExitRecord
  | EscalationRecord
  | AttemptRecord
  | LostRecord
  | BurstRecord
  | GapRecord
  | WarningRecord
  | EndRecord;
/**
 * How a process ended: with an exit code, or by a signal.
 */
export type ExitStatus =
  | {
      /**
       * Exit code.
       */
      code: number;
    }
  | {
      /**
       * Name of the signal: "SIGTERM". Signals 34 to 64 are "SIGRTMIN" to "SIGRTMIN+30".
       */
      signal: string;
      /**
       * Number of the signal, 1 to 64.
       */
      signo: number;
      /**
       * The kernel dumped a core.
       */
      core: boolean;
    };

/**
 * Tracing has begun. From here on a record reports whatever is missed. Each start of bpftrace writes one.
 */
export interface ReadyRecord {
  /**
   * Type of the record.
   */
  type: 'ready';
  /**
   * Wall clock time, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same time in whole microseconds since 1970.
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
  /**
   * Name of the host, as uname -n prints it.
   */
  hostname: string;
  /**
   * Id of this boot, from /proc/sys/kernel/random/boot_id.
   */
  boot_id?: string;
  /**
   * Release of the kernel, as uname -r prints it.
   */
  kernel: string;
  /**
   * The bpftrace that runs.
   */
  bpftrace: {
    /**
     * Version of bpftrace.
     */
    version: string;
    /**
     * Path of the program.
     */
    path: string;
  };
  /**
   * Kind of probe by which signals are traced.
   */
  probe: 'tracepoint' | 'rawtracepoint' | 'fentry' | 'kprobe';
  /**
   * Fields that this host cannot provide, or not with every record. `result=ignored` means that ignored signals are not traced, or not all of them.
   */
  absent: string[];
  /**
   * Largest error of `time` in nanoseconds, from matching the kernel clock with the wall clock.
   */
  clock_error_ns: number;
  /**
   * Number of this start of bpftrace, from 1.
   */
  incarnation: number;
}
/**
 * The kernel generated a signal: one event of its tracepoint signal_generate.
 */
export interface SignalRecord {
  /**
   * Type of the record.
   */
  type: 'signal';
  /**
   * Wall clock time, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same time in whole microseconds since 1970.
   */
  epoch_us: number;
  /**
   * The kernel's clock in nanoseconds, in decimal; it passes 2^53 after 104 days. It gives the order of the stream.
   */
  ktime: string;
  /**
   * CPU that ran the probe.
   */
  cpu: number;
  /**
   * Id of the signal, unique in the stream; other records refer to it.
   */
  id: string;
  /**
   * Name of the signal: "SIGTERM". Signals 34 to 64 are "SIGRTMIN" to "SIGRTMIN+30".
   */
  signal: string;
  /**
   * Number of the signal, 1 to 64.
   */
  signo: number;
  /**
   * The kernel's name for si_code with this signal; absent where it has none.
   */
  code?: string;
  /**
   * Value of siginfo.si_code. A sender may claim nearly any value.
   */
  si_code?: number;
  /**
   * Value of siginfo.si_errno, nearly always 0. It is not the outcome.
   */
  errno?: number;
  /**
   * Whether any thread of the target may take the signal, or only the thread tid.
   */
  scope: 'process' | 'thread';
  /**
   * The kernel's result at generation, its own word in lower case. `already_pending` was merged with an equal pending signal; `overflow_fail` was dropped; `lose_info` was delivered without its siginfo.
   */
  result?: 'delivered' | 'ignored' | 'already_pending' | 'overflow_fail' | 'lose_info';
  /**
   * Why the kernel ignored the signal: `handler`, it is set to SIG_IGN; `default`, its default action is to ignore; `init`, the first process of a pid namespace has no handler for it; `dying`, the target is ending; `continued`, a SIGCONT, which continues a stopped process all the same.
   */
  ignored_why?: 'handler' | 'default' | 'init' | 'dying' | 'continued';
  /**
   * How the signal came about; `unknown` where nothing proves it.
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
    | 'perf'
    | 'reboot'
    | 'syscall-dispatch'
    | 'kernel'
    | 'unknown';
  /**
   * The process that caused the signal, or null where none did. A task that only happened to be on the CPU is not a sender.
   */
  sender?: Process | null;
  current?: Current;
  closed_by?: ClosedBy;
  rlimit?: Rlimit;
  syscall?: Syscall;
  /**
   * With origin `parent-death`: only the parent's thread that started the target has ended; the parent lives on.
   */
  parent_thread?: true;
  target: Process;
  /**
   * Id of the first signal of the same call, such as a kill of a process group.
   */
  group_id?: string;
  oom?: Oom;
  /**
   * A record with a greater ktime had already been written.
   */
  late?: true;
}
/**
 * A process at one end of a signal. A field that could not be learned is absent.
 */
export interface Process {
  /**
   * Process id (thread group id) in the initial pid namespace, task_struct.tgid.
   */
  pid?: number;
  /**
   * Thread id in the initial pid namespace. For a target it is the thread that the kernel named, which may be any thread of the process.
   */
  tid: number;
  /**
   * The thread's name as the kernel keeps it: at most 15 bytes, of any value.
   */
  comm: string;
  /**
   * Short name, as a person would say it: the beginning of a title that the process wrote over its arguments (nginx: master process), the file name of the script, module or class that an interpreter runs, else the program's file name.
   */
  name?: string;
  /**
   * User id in the initial user namespace.
   */
  uid?: number;
  /**
   * Group id in the initial user namespace.
   */
  gid?: number;
  /**
   * The parent's pid at that moment.
   */
  ppid?: number;
  /**
   * Path of the program in the mount namespace of the process.
   */
  exe?: string;
  /**
   * Arguments; the first is the name of the program.
   */
  cmdline?: string[];
  /**
   * The command line is cut: the probe could carry no more.
   */
  cmdline_truncated?: true;
  /**
   * The arguments as one command line, quoted so that bash, zsh and dash read them back. An argument's newline is kept.
   */
  cmd?: string;
  /**
   * Name of the user with this uid on this host.
   */
  user?: string;
  /**
   * Uid of the user who logged in (audit); sudo and su keep it.
   */
  loginuid?: number;
  /**
   * Start of the process, nanoseconds since boot, in decimal. Together with pid it identifies one process of this boot.
   */
  start_time?: string;
  /**
   * Path of the cgroup.
   */
  cgroup?: string;
  /**
   * Id (inode number) of the cgroup in the v2 hierarchy, in decimal.
   */
  cgroup_id?: string;
  /**
   * systemd slice that holds the unit, taken from the cgroup: system.slice.
   */
  slice?: string;
  /**
   * systemd unit, taken from the cgroup.
   */
  unit?: string;
  /**
   * Id of the container, taken from the cgroup.
   */
  container?: string;
  /**
   * Uid of the Kubernetes pod, taken from the cgroup.
   */
  pod?: string;
  /**
   * The pid that the process itself sees, where it differs from pid.
   */
  nspid?: number;
  /**
   * Ancestors from the parent to pid 1, on request (--ancestors).
   */
  ancestors?: Ancestor[];
}
/**
 * A process from which another one descends.
 */
export interface Ancestor {
  /**
   * Process id (thread group id).
   */
  pid: number;
  /**
   * The thread's name as the kernel keeps it: at most 15 bytes, of any value.
   */
  comm: string;
  /**
   * Short name, as a person would say it: the beginning of a title that the process wrote over its arguments (nginx: master process), the file name of the script, module or class that an interpreter runs, else the program's file name.
   */
  name?: string;
  /**
   * Command line, quoted for a shell, where it could still be read.
   */
  cmd?: string;
}
/**
 * The task on the CPU, where it is not the sender.
 */
export interface Current {
  /**
   * Process id.
   */
  pid: number;
  /**
   * Thread id.
   */
  tid: number;
  /**
   * The thread's name as the kernel keeps it: at most 15 bytes, of any value.
   */
  comm: string;
}
/**
 * With origin `tty`, of a hangup: the task that closed the terminal, where it is known.
 */
export interface ClosedBy {
  /**
   * Process id.
   */
  pid: number;
  /**
   * Thread id.
   */
  tid: number;
  /**
   * The thread's name as the kernel keeps it: at most 15 bytes, of any value.
   */
  comm: string;
}
/**
 * With origin `rlimit`: the limit that was reached, where the signal shows which.
 */
export interface Rlimit {
  /**
   * Name of the limit, as of setrlimit.
   */
  name: 'cpu' | 'rttime' | 'fsize';
  /**
   * The limit: `cpu` in s, `rttime` in µs, `fsize` in bytes.
   */
  value?: number;
}
/**
 * With origin `seccomp` or `syscall-dispatch`: the system call that was not allowed, where it is known.
 */
export interface Syscall {
  /**
   * Its number on x86-64.
   */
  nr: number;
  /**
   * Its name; absent where the number has none.
   */
  name?: string;
}
/**
 * The findings of the OOM killer, as far as they are known.
 */
export interface Oom {
  /**
   * Path of the cgroup whose limit was reached; absent where the whole machine ran out of memory.
   */
  cgroup?: string;
  /**
   * Limit of that cgroup in bytes.
   */
  limit?: number;
  /**
   * Resident memory of the target in bytes.
   */
  rss?: number;
  /**
   * The process whose request for memory started the OOM killer.
   */
  trigger?: {
    /**
     * Process id.
     */
    pid: number;
    /**
     * The thread's name as the kernel keeps it: at most 15 bytes, of any value.
     */
    comm: string;
  };
}
/**
 * The outcome of a signal.
 */
export interface OutcomeRecord {
  /**
   * Type of the record.
   */
  type: 'outcome';
  /**
   * Wall clock time, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same time in whole microseconds since 1970.
   */
  epoch_us: number;
  /**
   * The kernel's clock in nanoseconds, in decimal; it passes 2^53 after 104 days. It gives the order of the stream.
   */
  ktime: string;
  /**
   * CPU that ran the probe.
   */
  cpu?: number;
  /**
   * Id of the signal record; absent where no traced signal fits.
   */
  signal_id?: string;
  /**
   * Name of the signal: "SIGTERM". Signals 34 to 64 are "SIGRTMIN" to "SIGRTMIN+30".
   */
  signal: string;
  /**
   * Number of the signal, 1 to 64.
   */
  signo: number;
  /**
   * How the signal came about; `unknown` where nothing proves it.
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
    | 'perf'
    | 'reboot'
    | 'syscall-dispatch'
    | 'kernel'
    | 'unknown';
  /**
   * The process that caused the signal, or null where none did. A task that only happened to be on the CPU is not a sender.
   */
  sender?: Process | null;
  target: Process;
  /**
   * `handled`: a handler ran. `terminated`, `dumped`: the process has ended, without or with a core. `stopped`, `continued`: the process has stopped, or goes on. `discarded`: the process took the signal without effect. `taken`: it has left the queue and no handler ran (sigwait, signalfd, a tracer). `dumping`: the process writes a core; `dumped` or `terminated` replaces it, unless `cut_short_by` says what ended it first. `pending`: no thread has taken it after 10 s or at the end of the trace; a later outcome replaces this one.
   */
  outcome:
    | 'handled'
    | 'terminated'
    | 'dumped'
    | 'stopped'
    | 'continued'
    | 'discarded'
    | 'taken'
    | 'dumping'
    | 'pending';
  /**
   * Why it is pending, as far as /proc shows it.
   */
  pending_why?: 'blocked' | 'stopped' | 'frozen' | 'uninterruptible' | 'traced';
  /**
   * Nanoseconds since the signal was generated.
   */
  latency_ns?: number;
  /**
   * Thread id of the thread that took the signal and ran the handler. Absent for a death, and where no thread took it.
   */
  taken_by?: number;
  /**
   * The process was being traced: its tracer took the signal, and may hand it on.
   */
  by_tracer?: true;
  /**
   * Id of the signal that ended the process while it wrote its core.
   */
  cut_short_by?: string;
  /**
   * The process died of this signal.
   */
  fatal: boolean;
  exit?: ExitStatus;
  /**
   * Id of the signal that the process had caught before it sent itself this one to die of it.
   */
  reraise_of?: string;
  /**
   * More than one traced signal fits, and this is the likeliest.
   */
  inferred?: true;
  /**
   * A record with a greater ktime had already been written. A stop that is seen only after the signal was taken is late too.
   */
  late?: true;
}
/**
 * A process has ended that was the target of a traced signal other than SIGCHLD.
 */
export interface ExitRecord {
  /**
   * Type of the record.
   */
  type: 'exit';
  /**
   * Wall clock time, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same time in whole microseconds since 1970.
   */
  epoch_us: number;
  /**
   * The kernel's clock in nanoseconds, in decimal; it passes 2^53 after 104 days. It gives the order of the stream.
   */
  ktime: string;
  /**
   * CPU that ran the probe.
   */
  cpu: number;
  target: Process;
  exit: ExitStatus;
  /**
   * Ids of the signals that the process had got, the last 64 of them.
   */
  signal_ids: string[];
  /**
   * Id of the signal that asked for the end: the last that was handled and asks to stop (HUP, INT, QUIT, USR1, TERM, WINCH, PWR, RTMIN+3).
   */
  asked_by?: string;
  /**
   * Nanoseconds from that signal to the end.
   */
  after_ns?: number;
  /**
   * A record with a greater ktime had already been written.
   */
  late?: true;
}
/**
 * A process was asked to stop (HUP, INT, QUIT, USR1, TERM, WINCH, PWR or RTMIN+3), then ended by ABRT or KILL within 120 s, or within an hour where one program sent both. An INT or QUIT that was handled counts only where one program sent both.
 */
export interface EscalationRecord {
  /**
   * Type of the record.
   */
  type: 'escalation';
  /**
   * Wall clock time, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same time in whole microseconds since 1970.
   */
  epoch_us: number;
  target: Process;
  /**
   * The signals in the order in which they were sent.
   */
  steps: EscalationStep[];
  /**
   * Nanoseconds from the first signal to the last.
   */
  grace_ns: number;
  /**
   * Whether one process, or one program, sent the first and the last.
   */
  same_sender?: boolean;
}
export interface EscalationStep {
  /**
   * Id of the signal record.
   */
  signal_id: string;
  /**
   * Name of the signal: "SIGTERM". Signals 34 to 64 are "SIGRTMIN" to "SIGRTMIN+30".
   */
  signal: string;
  /**
   * Wall clock time, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The process that caused the signal, or null where none did. A task that only happened to be on the CPU is not a sender.
   */
  sender?: Process | null;
  /**
   * Outcome of the signal, where it is known.
   */
  outcome?:
    | 'handled'
    | 'terminated'
    | 'dumped'
    | 'stopped'
    | 'continued'
    | 'discarded'
    | 'taken'
    | 'dumping'
    | 'pending'
    | 'ignored';
}
/**
 * A call of the kill family failed, so the kernel generated no signal (--attempts). `target` is there where a process of the caller’s pid namespace is proven to have had that pid.
 */
export interface AttemptRecord {
  /**
   * Type of the record.
   */
  type: 'attempt';
  /**
   * Wall clock time, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same time in whole microseconds since 1970.
   */
  epoch_us: number;
  /**
   * The kernel's clock in nanoseconds, in decimal; it passes 2^53 after 104 days. It gives the order of the stream.
   */
  ktime: string;
  /**
   * CPU that ran the probe.
   */
  cpu: number;
  /**
   * Name of the system call.
   */
  syscall:
    'kill' | 'tkill' | 'tgkill' | 'rt_sigqueueinfo' | 'rt_tgsigqueueinfo' | 'pidfd_send_signal';
  /**
   * Name of the signal: "SIGTERM". Signals 34 to 64 are "SIGRTMIN" to "SIGRTMIN+30". Absent for 0, which only tests for the process, and for a number that is no signal.
   */
  signal?: string;
  /**
   * Signal number that the caller gave.
   */
  signo: number;
  sender: Process;
  /**
   * First argument that the caller gave: a pid, or the descriptor of pidfd_send_signal.
   */
  arg: number;
  /**
   * Thread that the caller asked for beside the process (tgkill, rt_tgsigqueueinfo).
   */
  thread?: number;
  target?: Process;
  /**
   * Name of the error: "ESRCH", "EPERM" and so on.
   */
  errno: string;
  /**
   * A record with a greater ktime had already been written.
   */
  late?: true;
}
/**
 * Signals were lost. The record stands before the first one after the loss.
 */
export interface LostRecord {
  /**
   * Type of the record.
   */
  type: 'lost';
  /**
   * Wall clock time, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same time in whole microseconds since 1970.
   */
  epoch_us: number;
  /**
   * Number of signals that were lost.
   */
  count: number;
  /**
   * Time of the last record before the loss.
   */
  from?: string;
  /**
   * Time of the first record after the loss.
   */
  to?: string;
  /**
   * CPU on which they were lost, where that is known.
   */
  cpu?: number;
  /**
   * The reader of this stream was too slow; other readers may have them.
   */
  where?: 'reader';
}
/**
 * Equal handled signals that no record tells of, since they came too fast: where noise is hidden, the first 100 in a second on each CPU have records, and TERM, INT, QUIT, HUP and real-time signals always.
 */
export interface BurstRecord {
  /**
   * Type of the record.
   */
  type: 'burst';
  /**
   * Wall clock time, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same time in whole microseconds since 1970.
   */
  epoch_us: number;
  /**
   * Name of the signal: "SIGTERM". Signals 34 to 64 are "SIGRTMIN" to "SIGRTMIN+30".
   */
  signal: string;
  /**
   * Number of the signal, 1 to 64.
   */
  signo: number;
  /**
   * How the signal came about; `unknown` where nothing proves it.
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
    | 'perf'
    | 'reboot'
    | 'syscall-dispatch'
    | 'kernel'
    | 'unknown';
  /**
   * The process that caused the signal, or null where none did. A task that only happened to be on the CPU is not a sender.
   */
  sender?: Process | null;
  target?: Process;
  /**
   * Number of signals without a record.
   */
  count: number;
  /**
   * Time of the first of them all, which has a record.
   */
  from: string;
  /**
   * Time of the last.
   */
  to: string;
}
/**
 * Nothing was traced between the last sign of life of bpftrace and the next `ready`.
 */
export interface GapRecord {
  /**
   * Type of the record.
   */
  type: 'gap';
  /**
   * Wall clock time, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same time in whole microseconds since 1970.
   */
  epoch_us: number;
  /**
   * Time of the last sign of life.
   */
  from: string;
  /**
   * Time of the next `ready`.
   */
  to: string;
  /**
   * Why tracing stopped, in a sentence for people.
   */
  reason: string;
  /**
   * Number of the start of bpftrace that ended.
   */
  incarnation: number;
  /**
   * Signals of the gap that were recovered afterwards.
   */
  recovered: number;
  /**
   * Signals of the gap that were not recovered; null where that cannot be known.
   */
  unrecovered: number | null;
}
/**
 * Something that the reader should know. The stream goes on.
 */
export interface WarningRecord {
  /**
   * Type of the record.
   */
  type: 'warning';
  /**
   * Wall clock time, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same time in whole microseconds since 1970.
   */
  epoch_us: number;
  /**
   * Kind of warning, for programs: `pid_namespace`.
   */
  code: string;
  /**
   * What happened, for people.
   */
  message: string;
  /**
   * What to do about it, for people.
   */
  hint?: string;
}
/**
 * The ledger of the trace, and its last record in every output that can still be written.
 */
export interface EndRecord {
  /**
   * Type of the record.
   */
  type: 'end';
  /**
   * Wall clock time, RFC 3339 in UTC with nanoseconds.
   */
  time: string;
  /**
   * The same time in whole microseconds since 1970.
   */
  epoch_us: number;
  /**
   * Why the trace ended: `SIGINT`, `duration`, `count` and so on.
   */
  reason: string;
  /**
   * Signals that passed the filter in the kernel, counted there and independently of their records.
   */
  generated: number;
  /**
   * Signals that the noise filter dropped, by name, counted in the kernel.
   */
  hidden: {
    [k: string]: number;
  };
  /**
   * Signals of floods that `burst` tells of, by name, counted in the kernel; `generated` is without them.
   */
  thinned?: {
    [k: string]: number;
  };
  /**
   * Events that the program missed because another BPF program ran, from the kernel (recursion_misses) and from its own count. null where the kernel does not count them: on tracepoints and kprobes before Linux 6.7, on fentry before 5.12.
   */
  skipped: number | null;
  /**
   * Signals that came from bpftrace: emitted + filtered + invalid.
   */
  received: number;
  /**
   * Signals written as records.
   */
  emitted: number;
  /**
   * Signals dropped after decoding: not asked for, or traced before `ready`.
   */
  filtered: number;
  /**
   * Emitted signals that came after a record with a greater ktime.
   */
  late: number;
  /**
   * Signals dropped because their values cannot be true.
   */
  invalid: number;
  /**
   * Signals lost and not recovered.
   */
  lost: number;
  /**
   * The same by name, where the counts of the kernel tell it exactly.
   */
  lost_by_signal?: {
    [k: string]: number;
  };
  /**
   * Lost signals that were recovered afterwards.
   */
  recovered: number;
  /**
   * generated - received - lost - recovered; must be 0.
   */
  unaccounted: number;
  /**
   * Number of starts of bpftrace that began to trace.
   */
  incarnations: number;
}
