import type {
  EscalationRecord,
  ExitRecord,
  OutcomeRecord,
  SignalRecord,
  TraceRecord,
} from '../records/records.js';
import { isQueued } from './wording.js';

/** So long a row waits for what becomes of its signals. */
const PATIENCE_MS = 200;
/** Signals of one sender that come so soon after one another are one row. */
const TOGETHER_MS = 50;
/** In a storm rows wait no more. */
const MOST_WAITING = 2000;
/** Signals whose fate may still come after they were shown. */
const MOST_REMEMBERED = 10_000;

/** A signal and what is known of its fate. */
export interface SignalWithOutcome {
  readonly signal: SignalRecord;
  /** Its outcome is told, once there is one. */
  readonly awaited: boolean;
  outcome?: OutcomeRecord;
  exit?: ExitRecord;
  escalation?: EscalationRecord;
}

/** What is shown at once: the signals of one row, or another record. */
export type Shown =
  | { readonly kind: 'signals'; readonly members: [SignalWithOutcome, ...SignalWithOutcome[]] }
  /** The fate of a signal that was shown before it was known. */
  | {
      readonly kind: 'fate';
      readonly of: SignalWithOutcome;
      readonly record: OutcomeRecord | ExitRecord;
    }
  | { readonly kind: 'other'; readonly record: Exclude<TraceRecord, SignalRecord> };

interface Waiting {
  readonly at: number;
  readonly shown: Shown;
}

/**
 * Joins signals with their fates, and the signals of one call with each other: holds each back for a
 * moment, and lets all go in the order in which they came.
 */
export class Rows {
  #waiting: Waiting[] = [];
  readonly #known = new Map<string, SignalWithOutcome>();
  /** What becomes of signals can be told on this host. */
  #tracksOutcomes = true;

  /** @param now ms */
  push(record: TraceRecord, now: number): void {
    switch (record.type) {
      case 'signal':
        this.#signal({ signal: record, awaited: this.#tracksOutcomes }, now);
        break;
      case 'outcome':
        this.#outcome(record, now);
        break;
      case 'exit':
        this.#exit(record, now);
        break;
      case 'escalation':
        for (const { signal_id } of record.steps.slice(-1)) {
          const fated = this.#known.get(signal_id);
          if (fated !== undefined) fated.escalation = record;
        }
        break;
      default:
        if (record.type === 'ready') this.#tracksOutcomes = !record.absent.includes('outcome');
        this.#waiting.push({ at: now, shown: { kind: 'other', record } });
    }
  }

  /** What need not wait any longer. */
  due(now: number): Shown[] {
    const isDue = ({ at, shown }: Waiting) =>
      shown.kind !== 'signals' ||
      now - at >= PATIENCE_MS ||
      (now - at >= TOGETHER_MS && shown.members.every(isSettled));
    let count = Math.max(0, this.#waiting.length - MOST_WAITING);
    for (let next; (next = this.#waiting[count]) !== undefined && isDue(next);) count++;
    return this.#release(count);
  }

  /** All that waits. */
  flush(): Shown[] {
    return this.#release(this.#waiting.length);
  }

  #release(count: number): Shown[] {
    return this.#waiting.splice(0, count).map(({ shown }) => shown);
  }

  #signal(fated: SignalWithOutcome, now: number): void {
    this.#known.set(fated.signal.id, fated);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    const last = this.#waiting.at(-1)?.shown;
    if (last?.kind === 'signals' && belongs(fated.signal, last.members)) {
      last.members.push(fated);
    } else {
      this.#waiting.push({ at: now, shown: { kind: 'signals', members: [fated] } });
    }
  }

  #outcome(record: OutcomeRecord, now: number): void {
    const fated = this.#known.get(record.signal_id ?? '');
    if (fated === undefined) return;
    const settled = fated.outcome !== undefined && fated.outcome.outcome !== 'pending';
    fated.outcome = record;
    if (this.#waits(fated) || settled) return;
    this.#waiting.push({ at: now, shown: { kind: 'fate', of: fated, record } });
  }

  #exit(record: ExitRecord, now: number): void {
    const got = record.signal_ids
      .map((id) => this.#known.get(id))
      .filter((one) => one !== undefined);
    // What it handled is what made it end, rather than a CONT that followed.
    const fated = got.findLast(({ outcome }) => outcome?.outcome === 'handled') ?? got.at(-1);
    if (fated === undefined) return;
    // A death by a traced signal is that signal's outcome.
    if (got.some(({ outcome }) => outcome?.fatal === true)) return;
    fated.exit = record;
    if (this.#waits(fated)) return;
    this.#waiting.push({ at: now, shown: { kind: 'fate', of: fated, record } });
  }

  #waits(fated: SignalWithOutcome): boolean {
    return this.#waiting.some(
      ({ shown }) => shown.kind === 'signals' && shown.members.includes(fated),
    );
  }
}

/** Of one call, or of one sender by the same way, soon after one another, and each to another. */
function belongs(
  signal: SignalRecord,
  members: readonly [SignalWithOutcome, ...SignalWithOutcome[]],
): boolean {
  const [first] = members;
  const { signo, origin, sender, target, epoch_us, group_id } = signal;
  const same = first.signal.signo === signo && first.signal.origin === origin;
  if (!same || members.some((other) => other.signal.target.tid === target.tid)) return false;
  if (group_id !== undefined && group_id === first.signal.group_id) return true;
  const soon = epoch_us - first.signal.epoch_us <= TOGETHER_MS * 1000;
  return soon && sender?.pid !== undefined && sender.pid === first.signal.sender?.pid;
}

/** Nothing more is to be waited for. */
function isSettled({ signal, outcome, awaited }: SignalWithOutcome): boolean {
  if (!awaited) return true;
  if (outcome !== undefined) return outcome.outcome !== 'pending';
  return !isQueued(signal.result);
}
