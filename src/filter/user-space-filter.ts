import type { LiveProc, Proc } from '../host/live-proc.js';
import type { Warning } from '../wire/events.js';
import { isLeft } from './conditions.js';
import {
  asksForAncestors,
  asksForCommands,
  asksForPlaces,
  type Filter,
  isAsked,
  OPTIONS,
} from './filter.js';
import type { Lookups, Match, Unknown } from './option.js';
import type { Variant } from './variant.js';
import type { SignalView } from './view.js';

type Predicate = (view: SignalView) => boolean;
type Option = (typeof OPTIONS)[number];

/** Matches in user space the options that the kernel cannot apply. */
export class UserSpaceFilter {
  readonly filter: Filter;
  /** The processes of this host; undefined where records are read back. */
  readonly #proc: Proc | undefined;
  readonly #dropped: Record<Unknown, number> = { place: 0, origin: 0, tree: 0 };

  constructor(filter: Filter, proc?: Proc) {
    this.filter = filter;
    this.#proc = proc;
  }

  get proc(): Proc | undefined {
    return this.#proc;
  }

  /** Whether the filter needs facts that have to be looked up. */
  get looksUp(): boolean {
    const { filter } = this;
    return asksForCommands(filter) || asksForPlaces(filter) || asksForAncestors(filter);
  }

  /** Keeps command lines of processes that end, if the filter needs them. */
  learn(proc: LiveProc): void {
    if (asksForCommands(this.filter)) proc.keepLearning();
  }

  /**
   * Returns the match of what this variant's program leaves open; without a variant, of all options.
   * A signal that cannot be decided is dropped and counted.
   *
   * @returns undefined if nothing is left to match
   */
  predicate(variant?: Variant): Predicate | undefined {
    const { filter } = this;
    const asked = OPTIONS.filter((option) =>
      variant === undefined ? isAsked(option, filter) : isLeft(option, filter, variant),
    );
    return this.#all(asked, variant === 'core');
  }

  /**
   * Returns the same for failed calls, seen as the signals that they would have sent. The kernel
   * applies only the options about the caller (see attemptCondition).
   */
  attemptPredicate(): Predicate | undefined {
    const { filter } = this;
    const asked = OPTIONS.filter((option) =>
      option.about === 'sender' ? isLeft(option, filter, 'full') : isAsked(option, filter),
    );
    return this.#all(
      asked.filter(({ signalsOnly }) => signalsOnly !== true),
      false,
    );
  }

  #all(options: readonly Option[], senderUntold: boolean): Predicate | undefined {
    const lookups = this.#proc && { proc: this.#proc, senderUntold };
    const questions = [...options]
      .sort((a, b) => this.#cost(a) - this.#cost(b))
      .flatMap((option) => this.#question(option, lookups) ?? []);
    if (questions.length === 0) return undefined;
    return (view) => {
      let unknown: Unknown | undefined;
      for (const { match, reason } of questions) {
        const answer = match(view);
        if (answer === false) return false;
        // The last match that is undefined names the reason: it costs most.
        if (answer === undefined) unknown = reason;
      }
      if (unknown !== undefined) this.#dropped[unknown]++;
      return unknown === undefined;
    };
  }

  #question(
    option: Option,
    lookups: Lookups | undefined,
  ): { readonly match: Match; readonly reason: Unknown } | undefined {
    const match = option.match?.(this.filter, lookups);
    return match && { match, reason: option.unknown ?? 'place' };
  }

  /** Places are matched last: they need a whole process. */
  #cost(option: Option): number {
    return option.needs?.(this.filter).cgroups === true ? 1 : 0;
  }

  /** Returns a warning for each reason for which signals could not be decided. */
  warnings(): Warning[] {
    const unread = this.#proc?.unread ?? 0;
    const { place, origin, tree } = this.#dropped;
    const warnings: Warning[] = [];
    if (unread > 0) {
      const message = `${unread} times a process had gone before its command line could be read: a /regex/ was compared with its name alone`;
      warnings.push({ kind: 'complaint', code: 'command_unread', message });
    }
    if (place > 0) {
      const message = `${place} signals were dropped: a process had gone before its name or cgroup could be read, so that it may be one of those that were asked for`;
      warnings.push({ kind: 'complaint', code: 'place_unknown', message });
    }
    if (origin > 0) {
      const message = `${origin} signals were dropped: how they came about is not known, so that their origin may have been one of those asked for`;
      warnings.push({ kind: 'complaint', code: 'origin_unknown', message });
    }
    if (tree > 0) {
      const message = `${tree} signals were dropped: not all ancestors of their processes are known, so that these may lie under what was asked for`;
      warnings.push({ kind: 'complaint', code: 'ancestors_unknown', message });
    }
    return warnings;
  }
}
