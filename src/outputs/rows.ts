import type {
  EscalationRecord,
  ExitRecord,
  OutcomeRecord,
  Process,
  SignalRecord,
  TraceRecord,
} from '../records/records.js';
import { isQueued, shortName } from './wording.js';

/** A row waits at most this long for the outcomes of its signals. */
const PATIENCE_MS = 200;
/** Signals of one sender share a row when they follow each other within this time. */
const TOGETHER_MS = 50;
/** More entries than this are shown without waiting. */
const MOST_WAITING = 2000;
/** An outcome that comes after its signal was shown still finds it among this many. */
const MOST_REMEMBERED = 10_000;

/** A signal and what is known of its outcome. */
export interface SignalWithOutcome {
  readonly signal: SignalRecord;
  /** This host reports outcomes, so one may still come. */
  readonly awaited: boolean;
  outcome?: OutcomeRecord;
  exit?: ExitRecord;
  /** It is noise, unless something comes of it. */
  held?: boolean;
  escalation?: EscalationRecord;
}

export type SignalsOfRow = readonly [SignalWithOutcome, ...SignalWithOutcome[]];

/** One entry of the output: the signals of a row, an outcome that came later, or another record. */
export type Entry =
  | { readonly kind: 'signals'; members: [SignalWithOutcome, ...SignalWithOutcome[]] }
  /** The outcome of a signal that was shown without it. */
  | {
      readonly kind: 'outcome';
      readonly earlier: SignalWithOutcome;
      readonly record: OutcomeRecord | ExitRecord;
    }
  | { readonly kind: 'other'; readonly record: Exclude<TraceRecord, SignalRecord> };

interface WaitingEntry {
  readonly since: number;
  readonly entry: Entry;
}

/**
 * Joins signals with their outcomes, and the signals of one call with each other. It holds each
 * entry back for a moment and keeps the order of the stream.
 */
export class Rows {
  #waiting: WaitingEntry[] = [];
  readonly #known = new Map<string, SignalWithOutcome>();
  readonly #holdsBack: (signal: SignalRecord) => boolean;
  #tracksOutcomes = true;
  /** Signals that are held back, by signal; what is still held at the end is hidden. */
  readonly held: Record<string, number> = {};

  /** @param holdsBack whether a handled signal is noise, unless its process ends by it or is ended after it */
  constructor(holdsBack: (signal: SignalRecord) => boolean = () => false) {
    this.#holdsBack = holdsBack;
  }

  /** @param now milliseconds */
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
          const signal = this.#known.get(signal_id);
          if (signal !== undefined) signal.escalation = record;
        }
        for (const { signal_id } of record.steps) this.#letGo(this.#known.get(signal_id), now);
        break;
      default:
        if (record.type === 'ready') this.#tracksOutcomes = !record.absent.includes('outcome');
        this.#waiting.push({ since: now, entry: { kind: 'other', record } });
    }
  }

  /** Takes the entries that need not wait any longer. */
  due(now: number): Entry[] {
    const isDue = ({ since, entry }: WaitingEntry) =>
      entry.kind !== 'signals' ||
      now - since >= PATIENCE_MS ||
      (now - since >= TOGETHER_MS && entry.members.every(isSettled));
    let count = Math.max(0, this.#waiting.length - MOST_WAITING);
    for (let next; (next = this.#waiting[count]) !== undefined && isDue(next);) count++;
    return this.#release(count);
  }

  /** Takes all entries. */
  flush(): Entry[] {
    return this.#release(this.#waiting.length);
  }

  #release(count: number): Entry[] {
    return this.#waiting.splice(0, count).map(({ entry }) => entry);
  }

  #signal(signal: SignalWithOutcome, now: number): void {
    this.#known.set(signal.signal.id, signal);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST_REMEMBERED && oldest !== undefined) this.#known.delete(oldest);
    const last = this.#waiting.at(-1)?.entry;
    if (last?.kind === 'signals' && belongsTo(last.members, signal.signal)) {
      last.members.push(signal);
    } else {
      this.#waiting.push({ since: now, entry: { kind: 'signals', members: [signal] } });
    }
  }

  #outcome(record: OutcomeRecord, now: number): void {
    const signal = this.#known.get(record.signal_id ?? '');
    if (signal === undefined) return;
    // The signal that was held back is the reason of this end.
    this.#letGo(this.#known.get(record.reraise_of ?? ''), now, signal);
    const settled = signal.outcome !== undefined && !isOpen(signal.outcome);
    signal.outcome = record;
    if (record.outcome === 'handled' && this.#holdsBack(signal.signal)) {
      this.#hold(signal);
      return;
    }
    if (this.#waits(signal) || settled) return;
    this.#waiting.push({ since: now, entry: { kind: 'outcome', earlier: signal, record } });
  }

  /** Takes a signal out of its row. One that was shown already stays. */
  #hold(signal: SignalWithOutcome): void {
    const index = this.#waiting.findIndex(({ entry }) => has(entry, signal));
    const entry = this.#waiting[index]?.entry;
    if (entry?.kind !== 'signals') return;
    const [first, ...others] = entry.members.filter((member) => member !== signal);
    if (first === undefined) this.#waiting.splice(index, 1);
    else entry.members = [first, ...others];
    signal.held = true;
    this.held[signal.signal.signal] = (this.held[signal.signal.signal] ?? 0) + 1;
  }

  /** @param end the signal before whose row it is shown */
  #letGo(signal: SignalWithOutcome | undefined, now: number, end?: SignalWithOutcome): void {
    if (signal?.held !== true) return;
    signal.held = false;
    this.held[signal.signal.signal] = (this.held[signal.signal.signal] ?? 0) - 1;
    const row = this.#waiting.findIndex(({ entry }) => end !== undefined && has(entry, end));
    const at = row === -1 ? this.#waiting.length : row;
    const entry: Entry = { kind: 'signals', members: [signal] };
    this.#waiting.splice(at, 0, { since: this.#waiting[at]?.since ?? now, entry });
  }

  #exit(record: ExitRecord, now: number): void {
    const signals = record.signal_ids
      .map((id) => this.#known.get(id))
      .filter((signal) => signal !== undefined);
    // A signal that was handled made the process end, not a CONT that followed it.
    const asked = signals.find(({ signal }) => signal.id === record.asked_by);
    const handled = signals.findLast(({ outcome }) => outcome?.outcome === 'handled');
    const signal = asked ?? handled ?? signals.at(-1);
    if (signal === undefined) return;
    // The outcome of a fatal signal already shows this death.
    if (signals.some(({ outcome }) => outcome?.fatal === true)) return;
    signal.exit = record;
    if (signal.held === true) this.#letGo(signal, now);
    if (this.#waits(signal)) return;
    this.#waiting.push({ since: now, entry: { kind: 'outcome', earlier: signal, record } });
  }

  #waits(signal: SignalWithOutcome): boolean {
    return this.#waiting.some(({ entry }) => has(entry, signal));
  }
}

function has(entry: Entry, signal: SignalWithOutcome): boolean {
  return entry.kind === 'signals' && entry.members.includes(signal);
}

/**
 * Tells whether a row takes one more signal: it is of the same hangup; or it has the same number and origin,
 * another target of the same program, which is not the sender itself, and the same call or the same sender soon
 * after.
 */
function belongsTo(members: SignalsOfRow, signal: SignalRecord): boolean {
  const [first] = members;
  const { signo, origin, sender, target, epoch_us, group_id } = signal;
  if (isSameHangup(members, signal)) return true;
  const same = first.signal.signo === signo && first.signal.origin === origin;
  if (!same || members.some((other) => other.signal.target.tid === target.tid)) return false;
  if (shortName(first.signal.target) !== shortName(target)) return false;
  const isSender = ({ pid }: Process) => pid !== undefined && pid === sender?.pid;
  if (isSender(target) || isSender(first.signal.target)) return false;
  if (group_id !== undefined && group_id === first.signal.group_id) return true;
  const soon = epoch_us - first.signal.epoch_us <= TOGETHER_MS * 1000;
  return soon && sender?.pid !== undefined && sender.pid === first.signal.sender?.pid;
}

/**
 * One hangup sends HUP and CONT to the leader of the session; where it dies of it, the kernel closes the terminal
 * for the others in the dead leader's name.
 */
function isSameHangup(members: SignalsOfRow, { closed_by: by, epoch_us }: SignalRecord): boolean {
  const [first] = members;
  const { closed_by: closer, epoch_us: began } = first.signal;
  if (by === undefined || closer === undefined) return false;
  const isLeader = members.some(({ signal }) => signal.target.pid === by.pid);
  return (by.tid === closer.tid || isLeader) && epoch_us - began <= TOGETHER_MS * 1000;
}

/** Tells whether another outcome may replace it. */
function isOpen({ outcome }: OutcomeRecord): boolean {
  return outcome === 'pending' || outcome === 'dumping';
}

/** Tells whether no further outcome is expected soon. */
function isSettled({ signal, outcome, awaited }: SignalWithOutcome): boolean {
  if (!awaited) return true;
  if (outcome !== undefined) return !isOpen(outcome);
  return !isQueued(signal.result);
}
