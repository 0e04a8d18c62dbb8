import { burstRecord } from '../explain/burst-record.js';
import type { OutcomesOptions } from '../explain/outcomes.js';
import { SignalStreamRecord } from '../explain/signal-record.js';
import type { LazyRecord } from '../explain/traced-signal.js';
import type { OomLog } from '../host/oom-log.js';
import type { Identities } from '../identity/identities.js';
import type { Balance } from '../records/control-records.js';
import type { TraceRecord } from '../records/records.js';
import { MadeRecord, type StreamRecord } from '../records/stream-record.js';
import type { Flood, Invalid, SourceEvent, Warning } from '../wire/events.js';
import { Attribute } from './attribute.js';
import { BoundedQueue } from './bounded-queue.js';
import { EnrichmentGate } from './enrichment-gate.js';
import { Incarnation, type IncarnationListener, type IncarnationOptions } from './incarnation.js';
import { Ledger } from './ledger.js';
import { type Made, MakeRecords } from './make-records.js';
import type { Ordered } from './order.js';
import { PairOutcomes } from './pair-outcomes.js';
import { type Limit, Select } from './select.js';
import type { WallClock } from './wall-clock.js';
import { Warnings } from './warnings.js';

/** The records that may wait for a slow reader before the source is to pause. */
const MOST_WAITING = 20_000;
/** The records that are made at once: they are large, and many may wait. */
const AT_ONCE = 64;
/** The least time between two looks at what time alone brings to light. */
const LOOK_EVERY_NS = 250_000_000n;
/** The same while a process is about to stop, or to take a signal without a handler: its row waits for that. */
const LOOK_SOON_NS = 20_000_000n;

/** Clocks, passed in so that a test can hold them. */
export interface Clocks {
  /** Monotonic, ms. */
  readonly now: () => number;
  /** CLOCK_MONOTONIC, ns. */
  readonly nowNs: () => bigint;
  /** Wall clock, ns since 1970. */
  readonly wallNow: () => bigint;
  readonly wall: WallClock;
}

export interface PipelineOptions {
  readonly identities: Identities;
  readonly oom: OomLog;
  readonly outcomes: OutcomesOptions;
  readonly clocks: Clocks;
  /** How many signals are shown at most. */
  readonly limit?: Limit | undefined;
  /** Called when the queue of records fills, and when it has room again. */
  readonly onFull: () => void;
  /** Called when as many signals have passed as were asked for. */
  readonly onLimit: () => void;
}

/**
 * How an event becomes a record. The stages, in their order:
 *
 *     source           lines of bpftrace → decoded events (src/source, src/wire)
 *     Incarnation      notes ticks, proof and the kernel's counts
 *     Warnings         tells what could not be read or be true
 *     Identities       prefetch: asks who a process is while it still lives
 *     Orderer          puts the events of all CPUs in the order of the kernel's clock; finds losses
 *     EnrichmentGate   waits, for a short time, for what is still being looked up
 *     Select           drops what nobody asked for
 *     Attribute        event → traced signal: origin, sender, target, group
 *     PairOutcomes     deliveries and exits → what became of earlier signals
 *     MakeRecords      → records, made when they are read
 *     BoundedQueue     holds them for the reader; full, it is the back-pressure
 *
 * Data goes down this list; nothing reaches back. The ledger is passed to the stages that count.
 */
export class Pipeline {
  readonly #ledger = new Ledger();
  readonly #clocks: Clocks;
  readonly #identities: Identities;
  readonly #warnings: Warnings;
  readonly #gate: EnrichmentGate;
  readonly #select: Select;
  readonly #attribute: Attribute;
  readonly #outcomes: PairOutcomes;
  readonly #records: MakeRecords;
  readonly #queue: BoundedQueue<Made>;
  readonly #onLimit: () => void;
  #lookedAt = 0n;

  constructor({ identities, oom, outcomes, clocks, limit, onFull, onLimit }: PipelineOptions) {
    const { now, nowNs, wallNow, wall } = clocks;
    this.#clocks = clocks;
    this.#identities = identities;
    this.#warnings = new Warnings(now, wallNow, () => identities.skipped);
    this.#gate = new EnrichmentGate(() => identities.settled());
    this.#select = new Select(identities, this.#ledger, limit);
    this.#attribute = new Attribute(identities, oom, wall, this.#ledger);
    this.#outcomes = new PairOutcomes(outcomes, identities, wall, now, nowNs);
    this.#records = new MakeRecords(identities, wall, this.#ledger, wallNow);
    this.#queue = new BoundedQueue(MOST_WAITING, onFull);
    this.#onLimit = onLimit;
  }

  /** A source begins: its events are to be given with what is returned. */
  begin(options: IncarnationOptions, listener: IncarnationListener): Incarnation {
    return new Incarnation(this.#ledger.begin(), options, listener, this.#clocks.wall);
  }

  /** Takes all that one read of the source brought. */
  accept(of: Incarnation, events: readonly SourceEvent[]): void {
    const { nowNs, wallNow, wall } = this.#clocks;
    const now = nowNs();
    wall.check(now, Number(wallNow() / 1_000_000n));
    of.observe(events, now);
    this.#queue.put(this.#warnings.push(this.#receive(events)));
    this.#identities.prefetch(events);
    this.#pass(of, of.order.push(events), events.filter(isFlood));
    of.checkDrained();
    const every = this.#outcomes.isPressing ? LOOK_SOON_NS : LOOK_EVERY_NS;
    if (now - this.#lookedAt >= every) this.due();
  }

  /** The source has ended: passes on what its orderer still holds, and waits until all went through. */
  async finish(of: Incarnation): Promise<void> {
    this.#pass(of, of.order.flush(), of.floods.take());
    await this.#gate.done;
    this.#ledger.reportKernel(of.counts);
    this.#ledger.close();
  }

  /** Looks at what time alone brings to light. To be called while the source is silent: each event does it too. */
  due(): void {
    this.#lookedAt = this.#clocks.nowNs();
    this.#queue.put(this.#outcomes.due());
    this.#queue.put(this.#warnings.due());
  }

  /** Puts a record of the trace itself into the stream. */
  tell(record: TraceRecord): void {
    if (record.type === 'gap') this.#outcomes.gap();
    if (record.type === 'ready') this.#warnings.ready();
    this.#queue.put([() => record]);
  }

  warn(warnings: readonly Warning[]): void {
    this.#queue.put(this.#warnings.push(warnings));
  }

  /** What is still open at the end: outcomes and warnings. */
  end(): void {
    this.#queue.put(this.#outcomes.end());
    this.#queue.put(this.#warnings.end());
    const { forgotten } = this.#outcomes;
    if (forgotten === 0) return;
    const message = `Too many signals or processes at once: what became of ${forgotten} signals is not told`;
    this.warn([{ kind: 'complaint', code: 'outcomes_forgotten', message }]);
  }

  /** Nothing more comes; the reader's loop ends, or fails with the error. */
  close(error?: Error): void {
    this.#queue.close(error);
  }

  /** Yields the records to the one reader. */
  async *read(): AsyncGenerator<readonly StreamRecord[], void> {
    for await (const batch of this.#queue) {
      await this.#identities.settled();
      for (let i = 0; i < batch.length; i += AT_ONCE) {
        yield batch.slice(i, i + AT_ONCE).map(streamRecord);
      }
    }
  }

  get balance(): Balance {
    return this.#ledger.balance;
  }

  /** Whether the reader is so far behind that the source is to pause. */
  get full(): boolean {
    return this.#queue.full;
  }

  #receive(events: readonly SourceEvent[]): (Invalid | Warning)[] {
    const amiss: (Invalid | Warning)[] = [];
    for (const event of events) {
      if (event.kind === 'signal') this.#ledger.receive(event.facts.signo);
      if (event.kind !== 'invalid' && event.kind !== 'complaint') continue;
      if (event.kind === 'invalid' && event.probe === 'signal') {
        this.#ledger.receive(undefined);
        this.#ledger.reject(1);
      }
      amiss.push(event);
    }
    return amiss;
  }

  /** Tells of what was left out, as far as it is asked for. */
  #bursts(floods: readonly Flood[], { options }: Incarnation): LazyRecord[] {
    return floods.flatMap((flood) => {
      const told = this.#attribute.signalsOf(flood);
      const asked = told === undefined ? !options.looksUp : this.#select.wants(told.facts, options);
      if (!asked) return [];
      return [() => burstRecord(flood, told, (ktime) => this.#clocks.wall.wall(ktime))];
    });
  }

  #pass(of: Incarnation, ordered: readonly Ordered[], floods: readonly Flood[]): void {
    const until = of.order.watermark;
    const { proven } = of;
    this.#gate.run(this.#identities.expects || of.options.looksUp, () => {
      const selected = this.#select.push(ordered, of, proven);
      const attributed = this.#attribute.push(selected, of.number);
      const { counts } = of;
      const { tracksOutcomes } = of.options;
      const paired = this.#outcomes.push(
        attributed,
        tracksOutcomes,
        until,
        counts.skipped ?? 0,
        proven && !this.#select.limitReached,
      );
      this.#queue.put(this.#records.push(paired));
      if (proven && floods.length > 0) this.#queue.put(this.#bursts(floods, of));
      this.#ledger.reportKernel(counts);
      this.#ledger.setUnseen(this.#outcomes.unseen);
      if (this.#select.limitReached) this.#onLimit();
    });
  }
}

function isFlood(event: SourceEvent): event is Flood {
  return event.kind === 'flood';
}

function streamRecord(made: Made): StreamRecord {
  return typeof made === 'function' ? new MadeRecord(made()) : new SignalStreamRecord(made);
}
