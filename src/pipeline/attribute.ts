import { attribute } from '../explain/attribution.js';
import { Groups } from '../explain/groups.js';
import type { TracedSignal } from '../explain/traced-signal.js';
import type { OomLog } from '../host/oom-log.js';
import type { Identities } from '../identity/identities.js';
import type { Attempt, Delivery, Exit, SignalEvent } from '../wire/events.js';
import type { Ledger } from './ledger.js';
import type { LostRange, Ordered, OutOfSequence, Placed } from './order.js';
import type { WallClock } from './wall-clock.js';

/** An event in its place that is no signal. */
export type PlacedNote = Placed & { readonly event: Delivery | Exit | Attempt };
export type Attributed = TracedSignal | PlacedNote | LostRange | OutOfSequence;

/** Turns each signal event into a traced signal: its id, its wall clock, its origin, both its ends. */
export class Attribute {
  readonly #identities: Identities;
  readonly #oom: OomLog;
  readonly #clock: WallClock;
  readonly #ledger: Ledger;
  readonly #groups = new Groups();

  constructor(identities: Identities, oom: OomLog, clock: WallClock, ledger: Ledger) {
    this.#identities = identities;
    this.#oom = oom;
    this.#clock = clock;
    this.#ledger = ledger;
  }

  push(batch: readonly Ordered[], incarnation: number): Attributed[] {
    return batch.map((entry) => {
      if (entry.kind !== 'placed' || entry.event.kind !== 'signal') return entry as Attributed;
      this.#ledger.emit(entry.late);
      return this.#traced(entry.event, entry.late, incarnation);
    });
  }

  #traced({ cpu, seq, ktime, facts }: SignalEvent, late: boolean, incarnation: number) {
    const { origin, from } = attribute(facts);
    const id = `${incarnation}-${cpu}-${seq}`;
    const signal: TracedSignal = {
      kind: 'traced-signal',
      id,
      cpu,
      ktime,
      facts,
      wall: this.#clock.wall(ktime),
      late,
      origin,
      byCurrent: from === 'current',
      sender:
        from === 'current' ? this.#identities.current(facts) : from === 'nobody' ? nobody : unknown,
      target: this.#identities.target(facts),
      groupId: this.#groups.idOf({ ktime, facts }, id, origin),
      oom: origin === 'oom' ? this.#oom.of(facts) : undefined,
    };
    return signal;
  }
}

function nobody(): null {
  return null;
}

function unknown(): undefined {
  return undefined;
}
