/** What an actor makes happen. */
export interface Play {
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
  readonly play: Play;
  /** The target's comm. */
  readonly comm: string;
  /** So long the target may take to begin and to end. */
  readonly patienceMs: number;
}

/** Who takes part in a play. */
export type Role = 'actor' | 'target' | 'member';

/** The pids of those who took part. */
export type Cast = Readonly<Partial<Record<Role, number>>>;

/** What the actor answers, a line of JSON each. */
export type Answer = { readonly cast: Cast } | { readonly failed: string };
