import { attemptRecord } from '../explain/attempt-record.js';
import type { LazyRecord, TracedSignal } from '../explain/traced-signal.js';
import type { Identities } from '../identity/identities.js';
import { lostRecord, warningRecord } from '../records/control-records.js';
import type { TraceRecord } from '../records/records.js';
import type { Attempt } from '../wire/events.js';
import type { Ledger } from './ledger.js';
import type { LostRange, OutOfSequence } from './order.js';
import type { Paired } from './pair-outcomes.js';
import type { WallClock } from './wall-clock.js';

/** An entry that waits for its reader: a signal is a record in all but form. */
export type Made = TracedSignal | LazyRecord;

/** Turns what passed all stages into records. A record is made when somebody reads it. */
export class MakeRecords {
  readonly #identities: Identities;
  readonly #clock: WallClock;
  readonly #ledger: Ledger;
  /** Wall clock, ns since 1970. */
  readonly #wallNow: () => bigint;

  constructor(identities: Identities, clock: WallClock, ledger: Ledger, wallNow: () => bigint) {
    this.#identities = identities;
    this.#clock = clock;
    this.#ledger = ledger;
    this.#wallNow = wallNow;
  }

  push(batch: readonly Paired[]): Made[] {
    return batch.map((entry): Made => {
      if (typeof entry === 'function') return entry;
      switch (entry.kind) {
        case 'traced-signal':
          return entry;
        case 'placed':
          return this.#attempt(entry.event, entry.late);
        case 'lost':
          return always(this.#lost(entry));
        case 'out-of-sequence':
          return always(this.#outOfSequence(entry));
      }
    });
  }

  #attempt(attempt: Attempt, late: boolean): LazyRecord {
    const sender = this.#identities.current(attempt);
    const target = this.#identities.asked(attempt);
    const wall = this.#clock.wall(attempt.ktime);
    return () => attemptRecord(attempt, wall, late, sender.read(), target);
  }

  #lost({ probe, cpu, count, after, before }: LostRange): TraceRecord {
    if (probe === 'signal') {
      this.#ledger.lose(count);
      const wall = (ktime: bigint | undefined) =>
        ktime === undefined ? undefined : this.#clock.wall(ktime);
      const span = { cpu, count, after: wall(after), before: wall(before) };
      return lostRecord(span, this.#wallNow());
    }
    if (probe === 'attempt') {
      const message = `${count} attempts were lost on CPU ${cpu}`;
      return warningRecord({ code: 'attempts_lost', message }, this.#wallNow());
    }
    const what = probe === 'exit' ? 'exits of processes' : 'deliveries of signals';
    const message = `${count} ${what} were lost on CPU ${cpu}: what became of some signals is not told`;
    return warningRecord({ code: 'outcomes_lost', message }, this.#wallNow());
  }

  /** The event was counted when its number first came, or was reported lost. */
  #outOfSequence({ probe, cpu, seq }: OutOfSequence): TraceRecord {
    if (probe === 'signal') this.#ledger.takeBackReceived();
    const message = `Record ${seq} (${probe}) of CPU ${cpu} came after it had been accounted for; it is not shown`;
    return warningRecord({ code: 'out_of_sequence', message }, this.#wallNow());
  }
}

function always(record: TraceRecord): LazyRecord {
  return () => record;
}
