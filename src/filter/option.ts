import type { Proc } from '../host/live-proc.js';
import type { Terms } from './terms.js';
import type { SignalView } from './view.js';

/** A flag of the command line. */
export interface Flag {
  /** Name without the dashes. */
  readonly name: string;
  /** Short form: one letter. */
  readonly alias?: string;
  /** No value, one (the last counts), one each time that it is given, or words with commas between them. */
  readonly takes: 'switch' | 'value' | 'values' | 'list';
  /** Stands for the value in help: SIGNALS. */
  readonly value?: string;
  readonly help: string;
  /** Flag that cannot be used with this one. */
  readonly conflicts?: string;
  /** The only values. */
  readonly choices?: readonly string[];
  /** Values to complete: these words, or what is on this host now. */
  readonly offers?: readonly string[] | Offer;
  /** Names that other tools give it, for suggestions. */
  readonly others?: readonly string[];
}

/** Values that only the host knows. */
export type Offer =
  'who' | 'user' | 'unit' | 'container' | 'pod' | 'slice' | 'file' | 'folder' | 'program';

/** Flags as yargs read them. */
export type Flags = Readonly<Record<string, unknown>>;

/** Values for what the flags leave open. */
export interface Defaults {
  readonly hideNoise: boolean;
}

/** Sources that a live match may ask beside the signal. A record that is read back has none. */
export interface Lookups {
  readonly proc: Proc;
  /** The program does not read the sender's cgroup: /proc tells the current one. */
  readonly senderUntold: boolean;
}

/** Whether a signal matches; undefined if that cannot be decided. */
export type Match = (view: SignalView) => boolean | undefined;

/** State of the host at start, to report which processes do not run. */
export interface Present {
  readonly proc: Proc;
  /** Failed calls are traced too, also those for a pid that no process has. */
  readonly attempts: boolean;
  /** Names of the commands, for suggestions. */
  readonly commands: readonly string[];
}

/** The part of an option that help and README show. */
export interface ListedOption {
  readonly flags: readonly Flag[];
  /** README adds this to the help. */
  readonly more?: string;
}

/** One option of the filter. `Part` holds its fields of Filter; each method takes at least those. */
export interface OptionUse<Part> extends ListedOption {
  /** The subject of the option. An option about the target keeps all senders of its signals. */
  readonly about: 'signal' | 'sender' | 'target' | 'either end';
  /** Facts that a match needs and that have to be looked up. */
  needs?(part: Part): {
    readonly commandLines?: boolean;
    readonly cgroups?: boolean;
    readonly ancestors?: boolean;
  };
  /**
   * Refuses values that a program cannot hold, or that can never match.
   *
   * @param name name of the values in messages: a flag, or a field
   * @throws SignalsTraceError `usage`
   */
  check(part: Part, name: string): void;
  /** Returns the condition in the kernel; undefined if this program cannot express it. */
  kernel?(part: Part, terms: Terms): string | undefined;
  /** Whether that condition lets through more than `match` does, which then decides. */
  isCoarse?(part: Part): boolean;
  /** Returns the same in user space. Without it, only the kernel can decide. */
  match?(part: Part, lookups: Lookups | undefined): Match;
  /** Reason under which signals are counted that are dropped because their match is undefined. */
  readonly unknown?: Unknown;
  /** Failed calls are not matched. */
  readonly signalsOnly?: true;
  /** Whether the option drops signals of this number from some senders. Default: unless it is about the target. */
  narrows?(part: Part, signo: number): boolean;
  /** Returns a sentence for each process that does not run now. */
  absent?(part: Part, present: Present): readonly string[];
}

/** Fact that was missing to decide a match. */
export type Unknown = 'place' | 'origin' | 'tree';

/** An option with its place in Filter and on the command line. */
export interface FilterOption<Part> extends OptionUse<Part> {
  /** Values that take every signal. */
  readonly none: Part;
  /** @throws SignalsTraceError `usage` */
  parse(flags: Flags, defaults: Defaults): Part | Promise<Part>;
}
