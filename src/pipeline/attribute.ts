import { Groups } from '../explain/groups.js';
import { type SignalKind, SignalKinds } from '../explain/signal-kind.js';
import type { TracedSignal } from '../explain/traced-signal.js';
import type { OomLog } from '../host/oom-log.js';
import type { Identities } from '../identity/identities.js';
import { endsAsThread } from '../signals/stack-facts.js';
import type { Attempt, Delivery, Exit, Flood, SignalEvent, SignalFacts } from '../wire/events.js';
import { codeBits } from '../wire/lines/flood.js';
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
  readonly #kinds = new SignalKinds();
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

  /** What the told ones of a flood are: facts, origin and both ends; undefined where none was told lately. */
  signalsOf({ signo, codeBits: bits, senderPid, targetPid }: Flood) {
    const kind = this.#kinds.find(
      ({ facts }) =>
        facts.signo === signo &&
        facts.currentPid === senderPid &&
        facts.targetPid === targetPid &&
        codeBits(facts.siCode ?? 0) === bits,
    );
    return kind && { facts: kind.facts, origin: kind.origin, ends: this.#endsOf(kind) };
  }

  #traced({ cpu, seq, ktime, facts }: SignalEvent, late: boolean, incarnation: number) {
    const shared = this.#kinds.of(facts);
    const { sender, target } = this.#endsOf(shared);
    const id = `${incarnation}-${cpu}-${seq}`;
    const signal: TracedSignal = {
      kind: 'traced-signal',
      id,
      cpu,
      ktime,
      facts,
      shared,
      wall: this.#clock.wall(ktime),
      late,
      sender,
      target,
      groupId: this.#groups.idOf(ktime, facts, id, shared.origin),
      oom: shared.origin === 'oom' ? this.#oom.of(facts) : undefined,
      parentThread: shared.origin === 'parent-death' && this.#isThreadsEnd(ktime, facts),
    };
    return signal;
  }

  /** Its process lives on: the last thread to end takes the process with it. */
  #isThreadsEnd(ktime: bigint, { stack, currentPid }: SignalFacts): boolean {
    return endsAsThread(stack) && this.#identities.livesOn(currentPid, ktime);
  }

  #endsOf(shared: SignalKind) {
    const { version } = this.#identities;
    if (shared.ends?.version !== version) {
      const { facts, from } = shared;
      shared.ends = {
        version,
        sender:
          from === 'current'
            ? this.#identities.current(facts)
            : from === 'nobody'
              ? null
              : undefined,
        target: this.#identities.target(facts),
      };
    }
    return shared.ends;
  }
}
