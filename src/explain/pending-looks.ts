import type { ProcStatus, ReadProcStatus } from '../host/proc-status.js';
import { ASKING } from '../signals/asking.js';
import type { OutcomeDetails } from './outcome-record.js';
import { mayBeTaken } from './pending-signals.js';
import type { Now } from './stops.js';
import type { Target } from './targets.js';
import type { LazyRecord, TracedSignal } from './traced-signal.js';

/** How long a signal may wait before it is told to be pending. */
export const PENDING_MS = 10_000;
/** The most reads of /proc at a time. */
const MOST_LOOKS = 64;

/** Makes the record of what became of a signal. */
type TellOutcome = (
  target: Target,
  sent: TracedSignal,
  outcome: 'pending' | 'taken' | 'dumping',
  now: Now,
  more?: Pick<OutcomeDetails, 'pendingWhy' | 'byTracer'>,
) => LazyRecord;

/**
 * Asks /proc about signals that wait: those that still wait after a while are `pending`, those that have left
 * the queue without a delivery were `taken`, and who is about to die may be `dumping` core.
 */
export class PendingLooks {
  readonly #readStatus: ReadProcStatus | undefined;
  readonly #missed: () => number;
  readonly #tellOutcome: TellOutcome;
  #left = MOST_LOOKS;

  constructor(
    readStatus: ReadProcStatus | undefined,
    missed: () => number,
    tellOutcome: TellOutcome,
  ) {
    this.#readStatus = readStatus;
    this.#missed = missed;
    this.#tellOutcome = tellOutcome;
  }

  /** A round of looks at all targets begins. */
  begin(): void {
    this.#left = MOST_LOOKS;
  }

  /** @param all asks of all that wait, whenever it is their turn */
  look(target: Target, now: Now, all = false): LazyRecord[] {
    const records: LazyRecord[] = [];
    const statuses = new Map<number, ProcStatus | undefined>();
    for (const waiting of this.#readStatus === undefined ? [] : target.pending) {
      if (waiting.goneBefore !== undefined || waiting.toldDumping) continue;
      if (!all && (waiting.lookAt > now.ms || this.#left <= 0)) continue;
      const { targetTid: tid, signo } = waiting.sent.facts;
      const status = this.#status(statuses, target, tid);
      if (waiting.killing) {
        // Writing the core may take minutes.
        waiting.lookAt = waiting.at + 4 * (now.ms - waiting.at);
        waiting.toldDumping = status?.dumpsCore === true;
        if (waiting.toldDumping) {
          records.push(this.#tellOutcome(target, waiting.sent, 'dumping', now));
        }
        continue;
      }
      if (status?.pending(signo) !== true) {
        waiting.goneBefore = now.later();
        waiting.isTaken = status?.ended === false;
        waiting.byTracer = status?.traced === true;
        waiting.missed = this.#missed();
        continue;
      }
      const age = now.ms - waiting.at;
      const next = age < PENDING_MS ? Math.min(4 * age, PENDING_MS) : age + PENDING_MS;
      waiting.lookAt = waiting.at + next;
      if (waiting.toldPending || (age < PENDING_MS && !all)) continue;
      waiting.toldPending = true;
      const pendingWhy = status.whyPending(signo);
      records.push(this.#tellOutcome(target, waiting.sent, 'pending', now, { pendingWhy }));
    }
    // A signal whose delivery would have passed by now was taken without one.
    for (const waiting of target.pending.filter((one) => !mayBeTaken(one, now.toldUntil))) {
      target.pending = target.pending.filter((one) => one !== waiting);
      if (!waiting.isTaken || waiting.missed !== this.#missed()) continue;
      const { sent, byTracer } = waiting;
      const isLast = target.asked === undefined || target.asked.ktime < sent.ktime;
      if (isLast && ASKING.includes(sent.facts.signo)) target.asked = sent;
      records.push(this.#tellOutcome(target, sent, 'taken', now, { byTracer }));
    }
    return records;
  }

  #status(known: Map<number, ProcStatus | undefined>, { pid, startTimeNs }: Target, tid: number) {
    if (!known.has(tid)) {
      known.set(tid, this.#readStatus?.(pid, tid, startTimeNs));
      this.#left--;
    }
    return known.get(tid);
  }
}
