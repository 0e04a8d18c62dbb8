import type { ExitStatus, OutcomeRecord } from '../records/records.js';
import type { Delivery } from '../wire/events.js';
import type { End } from './ends.js';
import {
  exitRecord,
  type Moment,
  type OutcomeDetails,
  outcomeRecord,
  unmatchedRecord,
} from './outcome-record.js';
import type { Now } from './stops.js';
import type { Target } from './targets.js';
import type { LazyRecord, TracedSignal } from './traced-signal.js';

/** Puts what became of signals into records, each with its moment in the stream. */
export class TellOutcome {
  /** The wall clock at a kernel time. */
  readonly wall: (ktime: bigint) => bigint;
  /** Kernel time of the newest event that has passed. */
  #newest = -1n;

  constructor(wall: (ktime: bigint) => bigint) {
    this.wall = wall;
  }

  /** An event passes, in the order of the stream. */
  passed(ktime: bigint): void {
    if (ktime > this.#newest) this.#newest = ktime;
  }

  /** The newest event's moment: what holds now also held then. */
  now({ toldUntil }: Now): Moment {
    const ktime = toldUntil > this.#newest ? toldUntil : this.#newest;
    return { ktime, wall: this.wall(ktime) };
  }

  moment({ ktime, cpu, tid }: Pick<Moment, 'ktime' | 'tid'> & { readonly cpu: number }): Moment {
    return { ktime, cpu, wall: this.wall(ktime), ...(tid === undefined ? {} : { tid }) };
  }

  outcome(
    target: Target,
    sent: TracedSignal,
    outcome: OutcomeRecord['outcome'],
    moment: Moment,
    more: OutcomeDetails = {},
  ): LazyRecord {
    target.escalation.setOutcome(sent.id, outcome);
    const placed = this.#placed(moment);
    return () => outcomeRecord(sent, outcome, placed, more);
  }

  death(
    target: Target,
    { sent, inferred }: { readonly sent: TracedSignal; readonly inferred: boolean },
    moment: Moment,
    exit: ExitStatus & { signo: number; core: boolean },
    own: End | undefined,
  ): LazyRecord {
    const itself = sent.shared.from === 'current' && sent.facts.currentPid === target.pid;
    const reraiseOf = itself ? target.handled.get(exit.signo) : undefined;
    const outcome = exit.core ? 'dumped' : 'terminated';
    if (reraiseOf !== undefined) target.escalation.setOutcome(reraiseOf, outcome);
    return this.outcome(target, sent, outcome, moment, { inferred, own, exit, reraiseOf });
  }

  exit(
    moment: Moment,
    process: End,
    exit: ExitStatus,
    ids: readonly string[],
    asked: TracedSignal | undefined,
  ): LazyRecord {
    const placed = this.#placed(moment);
    return () => exitRecord(placed, process.read(), exit, ids, asked);
  }

  /** A delivery that fits no traced signal. */
  unmatched(note: Delivery, isOfPerf: boolean, process: End): LazyRecord {
    const placed = this.#placed(this.moment(note));
    return () => unmatchedRecord(note, isOfPerf, placed, process.read());
  }

  #placed(moment: Moment): Moment {
    return moment.ktime < this.#newest ? { ...moment, late: true } : moment;
  }
}
