/** The steps by which an actor makes signals happen to a target. */
export interface Scenario {
  /**
   * The shell script of the target, which runs once the target has its name. It prints `ready`, and
   * after it the pid of a member of its group, if there is one.
   */
  readonly script: string;
  /** The signal that the actor then sends. */
  readonly send?: { readonly signo: number; readonly to: 'process' | 'group' };
  /** The actor stops reading what the target writes. */
  readonly unread?: true;
  /** The actor writes a line to the target, which waits for one. */
  readonly goOn?: true;
}

/** A line of JSON to the actor: one scenario to run. */
export interface ScenarioRequest {
  readonly scenario: Scenario;
  /** The comm that the target gives itself. */
  readonly comm: string;
  /** The target may take this long to begin and to end. */
  readonly patienceMs: number;
}

/** The part that a process has in a scenario. */
export type Role = 'actor' | 'target' | 'member';

/** A process as the actor knew it just before the signals. */
export interface KnownProcess {
  readonly pid: number;
  readonly ppid: number;
  /** From /proc, where that shows the process. */
  readonly cmdline?: readonly string[] | undefined;
  readonly exe?: string | undefined;
  /** Start in hundredths of a second since boot. */
  readonly startTicks?: string | undefined;
}

export type Processes = Readonly<Partial<Record<Role, KnownProcess>>>;

/** Times of the actor's clock, milliseconds since 1970. */
export interface Times {
  /** Before all signals of the scenario. */
  readonly before: number;
  /** After the signals that the actor itself sent. */
  readonly sent: number;
  /** After the target's end. */
  readonly ended: number;
}

/** A line of JSON from the actor: who took part and when, or why the scenario failed. */
export type ScenarioResult =
  { readonly processes: Processes; readonly times: Times } | { readonly failed: string };
