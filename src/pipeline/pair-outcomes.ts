import { Outcomes, type OutcomesOptions, type ProcessOfNote } from '../explain/outcomes.js';
import type { LazyRecord, TracedSignal } from '../explain/traced-signal.js';
import type { Identities } from '../identity/identities.js';
import type { Attempt, Delivery, Exit } from '../wire/events.js';
import type { Attributed } from './attribute.js';
import type { LostRange, OutOfSequence, Placed } from './order.js';
import type { WallClock } from './wall-clock.js';

export type Paired =
  TracedSignal | (Placed & { readonly event: Attempt }) | LostRange | OutOfSequence | LazyRecord;

/** Pairs deliveries and exits with the signals before them: what became of each. */
export class PairOutcomes {
  readonly #outcomes: Outcomes;
  readonly #identities: Identities;
  readonly #clock: WallClock;
  readonly #now: () => number;
  readonly #nowNs: () => bigint;
  /** Kernel time up to which everything has passed. */
  #passedUntil = -1n;
  /** Deliveries that never came. */
  #lost = 0;
  /** Events that the kernel let no program see. */
  #skipped = 0;

  /**
   * @param now ms
   * @param nowNs CLOCK_MONOTONIC
   */
  constructor(
    options: OutcomesOptions,
    identities: Identities,
    clock: WallClock,
    now: () => number,
    nowNs: () => bigint,
  ) {
    const missed = () => this.#lost + this.#skipped;
    this.#outcomes = new Outcomes({ ...options, missed }, (ktime) => clock.wall(ktime));
    this.#identities = identities;
    this.#clock = clock;
    this.#now = now;
    this.#nowNs = nowNs;
  }

  /**
   * @param tracksOutcomes whether the program also traces deliveries and exits
   * @param until kernel time: everything older is in this batch, went before, or is lost
   * @param skipped how many events the kernel has let no program see so far
   * @param isWhole whether no signal was left out because the trace has not begun, or has shown enough
   */
  push(
    batch: readonly Attributed[],
    tracksOutcomes: boolean,
    until: bigint,
    skipped = 0,
    isWhole = true,
  ): Paired[] {
    this.#skipped = skipped;
    const out: Paired[] = [];
    for (const entry of batch) {
      switch (entry.kind) {
        case 'traced-signal':
          this.#outcomes.passed(entry.ktime);
          out.push(entry);
          if (tracksOutcomes) out.push(...this.#outcomes.add(entry, this.#now()));
          break;
        case 'placed': {
          const { event } = entry;
          this.#outcomes.passed(event.ktime);
          if (event.kind === 'attempt') out.push({ ...entry, event });
          else out.push(...this.#note(event, isWhole));
          break;
        }
        default:
          if (entry.kind === 'lost' && entry.probe === 'delivery') this.#lost += entry.count;
          out.push(entry);
      }
    }
    this.#passedUntil = until;
    return out;
  }

  /** What time alone brings to light: stops that are seen now, signals that still wait. */
  due(): LazyRecord[] {
    return this.#outcomes.due(this.#moment());
  }

  /** Whether `due` may soon have something to tell. */
  get isPressing(): boolean {
    return this.#outcomes.isPressing;
  }

  /** Tracing has stopped for a while: a stop that was under way may have ended unseen. */
  gap(): void {
    this.#outcomes.gap();
  }

  end(): LazyRecord[] {
    return this.#outcomes.end(this.#moment());
  }

  /** Signals that no program can have seen that were delivered all the same. */
  get unseen(): number {
    return this.#outcomes.unseen;
  }

  /** Signals whose outcome is not told because too many waited. */
  get forgotten(): number {
    return this.#outcomes.forgotten;
  }

  #note(note: Delivery | Exit, isWhole: boolean): LazyRecord[] {
    const own: ProcessOfNote = {
      startTimeNs: this.#identities.startTimeOf(note),
      process: this.#identities.own(note),
    };
    return note.kind === 'delivery'
      ? this.#outcomes.delivered(note, own, this.#now(), isWhole)
      : this.#outcomes.exited(note, own);
  }

  #moment() {
    const ktime = () => this.#clock.ktime(this.#nowNs());
    return {
      ms: this.#now(),
      ktime: ktime(),
      later: ktime,
      toldUntil: this.#passedUntil,
    };
  }
}
