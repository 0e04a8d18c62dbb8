import { attemptRecord } from '../explain/attempt-record.js';
import { attribute } from '../explain/attribution.js';
import { Groups } from '../explain/groups.js';
import { type Now, Outcomes, type ReadProcStatus } from '../explain/outcomes.js';
import { signalRecord } from '../explain/signal-record.js';
import type { LazyRecord, TracedSignal } from '../explain/traced-signal.js';
import type { OomLog } from '../host/oom-log.js';
import type { Identities } from '../identity/identities.js';
import {
  endRecord,
  gapRecord,
  lostRecord,
  type OpenGap,
  outcomesLostRecord,
  outOfSequenceRecord,
  type ReadyContext,
  readyRecord,
  warningRecord,
} from '../records/control-records.js';
import type { TraceRecord } from '../records/records.js';
import type {
  Attempt,
  Delivery,
  Exit,
  Invalid,
  SignalEvent,
  SignalFacts,
  Warning,
} from '../wire/events.js';
import { BoundedQueue } from './bounded-queue.js';
import { Ledger } from './ledger.js';
import type { Batch } from './order.js';
import { UnparsedLines } from './unparsed-lines.js';
import { readClocks, WallClock } from './wall-clock.js';

/** Records that may wait for a slow reader before the source is held up. */
const WAITING = 20_000;
/** How often it is told, at most, how much was left out. */
const LEFT_OUT_EVERY_MS = 10_000;
/** Of these there may be one for each line that bpftrace prints. */
const MUTTERED: readonly Warning['code'][] = ['unreadable', 'source_error'];
/** Records made at once: they are large, and many may wait. */
const AT_ONCE = 64;

/** Where what is told of processes comes from. */
export interface Sources {
  readonly identities: Identities;
  readonly oom: OomLog;
  readonly look: ReadProcStatus | undefined;
  /** Whether every SIGCONT to a target is traced. */
  readonly seesContinue: boolean;
  /** ms. */
  readonly now: () => number;
}

/** What is to be told. */
export interface Wanted {
  signal(signal: SignalFacts): boolean;
  attempt(attempt: Attempt): boolean;
  /** What becomes of signals can be told. */
  readonly tracksOutcomes: boolean;
}

/** What the reader is told, and the ledger of it. It knows nothing of bpftrace. */
export class Pipeline {
  readonly ledger = new Ledger();
  readonly clock = new WallClock(readClocks);
  readonly #sources: Sources;
  readonly #groups = new Groups();
  readonly #outcomes: Outcomes;
  readonly #mailbox: BoundedQueue<LazyRecord>;
  readonly #mutter = new UnparsedLines();
  /** Before it, nothing is told. */
  #ready = false;
  /** Kernel time. */
  #toldUntil = -1n;
  /** Look-ups left out that have been told of. */
  #skippedTold = 0;
  #leftOutToldAt = -LEFT_OUT_EVERY_MS;

  /** @param onPressure told when the reader falls behind, and when it has caught up */
  constructor(sources: Sources, onPressure: (high: boolean) => void) {
    this.#sources = sources;
    this.#outcomes = new Outcomes(
      sources.look,
      (ktime) => this.clock.wall(ktime),
      sources.seesContinue,
    );
    this.#mailbox = new BoundedQueue(WAITING, onPressure);
  }

  ready(place: ReadyContext, absent: readonly string[], incarnation: number): void {
    this.#ready = true;
    this.#tell(readyRecord(place, absent, this.clock.errorNs, incarnation, now()));
  }

  gap(gap: OpenGap): void {
    this.#outcomes.gap();
    this.#tell(gapRecord(gap, now()));
  }

  /** Signals have come, and some of them, or of other lines, were amiss. */
  received(count: number, amiss: readonly (Invalid | Warning)[]): void {
    this.ledger.received += count;
    for (const wrong of amiss) {
      if (wrong.kind === 'invalid' && wrong.probe === 'signal') this.ledger.invalid++;
    }
    this.#warn(
      amiss.filter((wrong) => {
        const muttered = wrong.kind === 'complaint' && MUTTERED.includes(wrong.code);
        if (muttered) this.#mutter.add(wrong);
        return !muttered;
      }),
    );
  }

  /** What comes next in the order of the stream; signals that are not wanted are counted. */
  ordered({ entries, until }: Batch, incarnation: number, wanted: Wanted): void {
    const drafts: LazyRecord[] = [];
    for (const entry of entries) {
      if (entry.kind === 'placed') this.#outcomes.passed(entry.record.ktime);
      if (entry.kind === 'hole') {
        if (entry.probe === 'signal') this.ledger.lost += entry.count;
        const record =
          entry.probe === 'signal'
            ? lostRecord(entry, (ktime) => this.clock.wall(ktime), now())
            : outcomesLostRecord(entry, now());
        drafts.push(() => record);
      } else if (entry.kind === 'stray') {
        // It was accounted for when its number first came, or was told lost.
        if (entry.probe === 'signal') this.ledger.received--;
        const record = outOfSequenceRecord(entry, now());
        drafts.push(() => record);
      } else if (entry.record.kind === 'attempt') {
        if (wanted.attempt(entry.record)) drafts.push(this.#attempt(entry.record, entry.late));
      } else if (entry.record.kind !== 'signal') {
        drafts.push(...this.#note(entry.record));
      } else if (wanted.signal(entry.record.facts)) {
        const sent = this.#sent(entry.record, entry.late, incarnation);
        drafts.push(() => signalRecord(sent));
        if (wanted.tracksOutcomes) drafts.push(...this.#outcomes.add(sent, this.#sources.now()));
      } else {
        this.ledger.filtered++;
      }
    }
    this.#mailbox.put(drafts);
    this.#toldUntil = until;
  }

  /** Tells what time alone brings to light; to be called a few times a second. */
  due(): void {
    this.#mailbox.put(this.#outcomes.due(this.#now()));
    if (!this.#ready) return;
    this.#warn(this.#mutter.takeFirst());
    if (this.#sources.now() - this.#leftOutToldAt >= LEFT_OUT_EVERY_MS) this.#tellLeftOut();
  }

  end(reason: string): void {
    this.#mailbox.put(this.#outcomes.end(this.#now()));
    this.#warn(this.#mutter.takeFirst());
    this.#tellLeftOut();
    const { forgotten } = this.#outcomes;
    if (forgotten > 0) {
      const message = `Too many signals waited: what became of ${forgotten} is not told`;
      this.#warn([{ kind: 'complaint', code: 'outcomes_forgotten', message }]);
    }
    this.#tell(endRecord(reason, this.ledger.balance, now()));
  }

  /** Nothing more will be told; the reader's loop ends, or fails with the error. */
  close(error: Error | undefined): void {
    this.#mailbox.close(error);
  }

  /** For the one reader. */
  async *read(): AsyncGenerator<readonly TraceRecord[], void> {
    for await (const batch of this.#mailbox) {
      await this.#sources.identities.settled();
      for (let i = 0; i < batch.length; i += AT_ONCE) {
        yield batch.slice(i, i + AT_ONCE).map((draft) => draft());
      }
    }
  }

  #now(): Now {
    const ktime = this.clock.ktime(process.hrtime.bigint());
    return { ms: this.#sources.now(), ktime, toldUntil: this.#toldUntil };
  }

  #tell(record: TraceRecord): void {
    this.#mailbox.put([() => record]);
  }

  #warn(amiss: readonly (Invalid | Warning)[]): void {
    const records = amiss.map((wrong) => warningRecord(wrong, now()));
    this.#mailbox.put(records.map((record) => () => record));
  }

  #tellLeftOut(): void {
    const complaints = this.#mutter.takeCount();
    const more = this.#sources.identities.skipped - this.#skippedTold;
    if (more > 0) {
      const message = `Who a process is, or its cgroup, was not learned in time (${more} of them)`;
      complaints.push({ kind: 'complaint', code: 'enrichment_skipped', message });
    }
    if (complaints.length === 0) return;
    this.#skippedTold += more;
    this.#leftOutToldAt = this.#sources.now();
    this.#warn(complaints);
  }

  #sent({ cpu, seq, ktime, facts }: SignalEvent, late: boolean, incarnation: number): TracedSignal {
    const { ledger } = this;
    const { identities, oom } = this.#sources;
    ledger.emitted++;
    if (late) ledger.late++;
    const { origin, from } = attribute(facts);
    const id = `${incarnation}-${cpu}-${seq}`;
    return {
      id,
      cpu,
      ktime,
      facts,
      wall: this.clock.wall(ktime),
      late,
      origin,
      byCurrent: from === 'current',
      sender:
        from === 'current'
          ? identities.current(facts)
          : from === 'nobody'
            ? () => null
            : () => undefined,
      target: identities.target(facts),
      groupId: this.#groups.idOf({ ktime, facts }, id, origin),
      oom: origin === 'oom' ? oom.of(facts) : undefined,
    };
  }

  #attempt(attempt: Attempt, late: boolean): LazyRecord {
    const sender = this.#sources.identities.current(attempt);
    return () => attemptRecord(attempt, this.clock.wall(attempt.ktime), late, sender());
  }

  #note(note: Delivery | Exit): LazyRecord[] {
    const { identities, now } = this.#sources;
    const own = { startTimeNs: identities.startTimeOf(note), process: identities.own(note) };
    return note.kind === 'delivery'
      ? this.#outcomes.delivered(note, own, now())
      : this.#outcomes.exited(note, own);
  }
}

/** Wall clock, ns since 1970. */
function now(): bigint {
  return BigInt(Date.now()) * 1_000_000n;
}
