/** What an actor makes happen. */
export interface Scenario {
  /** What the target's shell runs once it has its name; it says `ready`, and the pid of a member of its group, if any. */
  readonly script: string;
  /** What the actor sends it then. */
  readonly send?: { readonly signo: number; readonly to: 'process' | 'group' };
  /** From then on nobody reads what the target writes. */
  readonly unread?: true;
  /** At last the target is told to go on. */
  readonly goOn?: true;
}

/** What the actor is told, a line of JSON each. */
export interface Order {
  readonly play: Scenario;
  /** The target's comm. */
  readonly comm: string;
  /** So long the target may take to begin and to end. */
  readonly patienceMs: number;
}

/** Who takes part in a play. */
export type Role = 'actor' | 'target' | 'member';

/** One who took part, as the actor knew it just before the signals. */
export interface KnownProcess {
  readonly pid: number;
  readonly ppid: number;
  /** Of /proc, where that shows it: its arguments, its program, and when it started, in hundredths of a second. */
  readonly cmdline?: readonly string[] | undefined;
  readonly exe?: string | undefined;
  readonly startTicks?: string | undefined;
}

export type Processes = Readonly<Partial<Record<Role, KnownProcess>>>;

/** Of the actor's clock, ms since 1970. */
export interface Times {
  /** Before all signals of the play. */
  readonly before: number;
  /** After those that the actor itself sent. */
  readonly sent: number;
  /** After the target's end. */
  readonly ended: number;
}

/** What the actor answers, a line of JSON each. */
export type Answer =
  { readonly cast: Processes; readonly times: Times } | { readonly failed: string };
