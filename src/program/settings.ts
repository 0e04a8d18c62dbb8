/** What the program prints beside the signals. */
export interface Details {
  /** Command lines. They may hold secrets, and cost most. */
  readonly arguments: boolean;
  /** Kernel stacks, if no system call is proven. */
  readonly stacks: boolean;
  /** Failed calls. The core program cannot print them. */
  readonly attempts: boolean;
}

/** The facts about the host that the program depends on. */
export interface ProgramHost {
  /** CPUs that the kernel could ever bring up. */
  readonly possibleCpus: number;
  /** As Node names it: "x64". */
  readonly arch: string;
  /** Tasks have a loginuid (CONFIG_AUDIT). */
  readonly audit: boolean;
  /** Inode of this process's pid namespace; undefined for the initial one. */
  readonly pidNamespace: number | undefined;
  /** This bpftrace correctly runs one body at several attach points: from 0.23 on. */
  readonly sharesBodies?: boolean;
}
