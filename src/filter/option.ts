import type { Proc } from '../host/live-proc.js';
import type { Terms } from './terms.js';
import type { SignalView } from './view.js';

/** A flag of the command line. */
export interface Flag {
  /** Its name, without the dashes. */
  readonly name: string;
  /** A letter that stands for it. */
  readonly alias?: string;
  /** `list` takes a value and may be given several times; `switch` takes none. */
  readonly takes: 'list' | 'switch';
  readonly help: string;
  /** Flags that contradict it. */
  readonly conflicts?: string;
}

/** Flags as yargs read them. */
export type Flags = Readonly<Record<string, unknown>>;

/** Values that the command line's flags leave open. */
export interface Defaults {
  readonly hideNoise: boolean;
}

/** What a live match may look up beside the signal itself; a record that is read back has none of it. */
export interface Lookups {
  readonly proc: Proc;
  /** The program tells nothing of the sender: /proc is asked where it belongs now. */
  readonly senderUntold: boolean;
}

/** Whether a signal is one that is asked for; undefined where that cannot be decided. */
export type Match = (view: SignalView) => boolean | undefined;

/** What the command looks at when it starts, to say which processes are not there. */
export interface Present {
  readonly proc: Proc;
  /** Failed calls are traced too: those for a pid that has gone are among them. */
  readonly attempts: boolean;
  /** Names of the commands, for suggestions. */
  readonly commands: readonly string[];
}

/** What every option of a trace's filters shows to its readers. */
export interface ListedOption {
  readonly flags: readonly Flag[];
  /** A row of README says this after the help. */
  readonly more?: string;
}

/** One option of the filter. `Part` holds its fields of Filter; each method is given at least those. */
export interface OptionUse<Part> extends ListedOption {
  /** What it asks about. An option about the target alone leaves out no sender of a target's signals. */
  readonly about: 'signal' | 'sender' | 'target' | 'either end';
  /** What a match looks at that has to be looked up. */
  needs?(part: Part): { readonly commandLines?: boolean; readonly cgroups?: boolean };
  /**
   * Refuses values that a program cannot hold, or that can never match.
   *
   * @param name what the values are called where they were given
   * @throws SignalsTraceError `usage`
   */
  check(part: Part, name: string): void;
  /** The condition in the kernel; undefined where this program cannot express it. */
  kernel?(part: Part, terms: Terms): string | undefined;
  /** The same in user space. Without it, only the kernel can tell. */
  match?(part: Part, lookups: Lookups | undefined): Match;
  /** A signal whose match is undefined is dropped and counted for this reason. */
  readonly unknown?: Unknown;
  /** Failed calls are not asked this. */
  readonly signalsOnly?: true;
  /** Whether signals of this number are left out for some senders; else an option that is not about the target does. */
  narrows?(part: Part, signo: number): boolean;
  /** A sentence for each process asked for that is not there. */
  absent?(part: Part, present: Present): readonly string[];
}

/** Why a match could not be decided. */
export type Unknown = 'place' | 'origin';

/** An option with its place in Filter and on the command line. */
export interface FilterOption<Part> extends OptionUse<Part> {
  /** The values that ask nothing. */
  readonly none: Part;
  /** @throws SignalsTraceError `usage` */
  parse(flags: Flags, defaults: Defaults): Part | Promise<Part>;
}
