import type { SignalView } from '../filter/view.js';
import type { Identities } from '../identity/identities.js';
import { type SignalFacts, TARGET_STATE } from '../wire/events.js';
import type { Incarnation, IncarnationOptions } from './incarnation.js';
import type { Ledger } from './ledger.js';
import type { Ordered } from './order.js';
import { attemptView, signalView } from './signal-view.js';

/** How many signals pass. */
export interface Limit {
  readonly signals: number;
  /** Whether a handled signal may never be shown, so that it does not count. */
  readonly mayBeHidden: (signal: SignalView) => boolean;
}

const NO_LIMIT: Limit = { signals: Infinity, mayBeHidden: () => false };

/** Drops signals and attempts that nobody asked for, and counts the signals as filtered. */
export class Select {
  readonly #identities: Identities;
  readonly #ledger: Ledger;
  readonly #limit: Limit;
  #passed = 0;

  constructor(identities: Identities, ledger: Ledger, limit = NO_LIMIT) {
    this.#identities = identities;
    this.#ledger = ledger;
    this.#limit = limit;
  }

  /** Whether as many signals have passed as were asked for. */
  get limitReached(): boolean {
    return this.#passed >= this.#limit.signals;
  }

  /** @param proven whether the incarnation's path was proven when the batch came */
  push(batch: readonly Ordered[], { options }: Incarnation, proven: boolean): readonly Ordered[] {
    const asksNothing = options.wantsSignal === undefined && options.wantsAttempt === undefined;
    if (proven && this.#limit === NO_LIMIT && asksNothing) return batch;
    return batch.filter((entry) => {
      if (entry.kind !== 'placed') return true;
      const { event } = entry;
      switch (event.kind) {
        case 'signal':
          if (proven && !this.limitReached && this.wants(event.facts, options)) {
            if (this.#counts(event.facts)) this.#passed++;
            return true;
          }
          this.#ledger.filter(1);
          return false;
        case 'attempt':
          if (!proven || this.limitReached) return false;
          return options.wantsAttempt?.(attemptView(event, this.#identities)) ?? true;
        default:
          return true;
      }
    });
  }

  /** Whether somebody asked for such a signal. */
  wants(facts: SignalFacts, { wantsSignal }: IncarnationOptions): boolean {
    return wantsSignal?.(signalView(facts, this.#identities)) ?? true;
  }

  #counts(facts: SignalFacts): boolean {
    const { signals, mayBeHidden } = this.#limit;
    const isHandled = (facts.targetState & TARGET_STATE.handles) !== 0;
    return signals < Infinity && !(isHandled && mayBeHidden(signalView(facts, this.#identities)));
  }
}
