import { SIGKILL, SIGTERM } from '../signals/signos.js';
import { commonOutcome, isDeadly } from './outcome-text.js';
import type { Entry, SignalsOfRow, SignalWithOutcome } from './rows.js';
import { ends, originText, shortName } from './wording.js';

/** Equal rows within this time become one, ms. */
const WITHIN_MS = 1000;
/** So many equal rows within that time are shown one by one: no flood yet. */
const MOST_SINGLE = 3;
/** The kinds of rows that are counted at a time; further ones are shown one by one. */
const MOST_KINDS = 1000;
/** Nobody waits for these. */
const URGENT: readonly number[] = [SIGTERM, SIGKILL];

/** Many equal rows in one: the same programs, signal, origin and outcome. */
export interface Flood {
  readonly kind: 'flood';
  readonly first: SignalWithOutcome;
  /** The outcomes became known after their signals were shown. */
  readonly later: boolean;
  readonly count: number;
  /** Time of the last one, microseconds since 1970. */
  readonly epochUs: number;
  /** Whether one process sent all, and whether all went to one. */
  readonly oneSender: boolean;
  readonly oneTarget: boolean;
}

/** An entry that is a row of signals. */
type RowEntry = Exclude<Entry, { kind: 'other' }>;

/** The rows of one kind within one stretch of time. */
interface Fold {
  /** When the stretch began, ms. */
  readonly since: number;
  /** The stretch before it held back rows. */
  readonly flooded: boolean;
  shown: number;
  /** The entry that is held back; once there are more, their flood. */
  held: RowEntry | Flood | undefined;
}

/**
 * Folds equal rows, so that a storm of one signal does not push out what ends a process. What ends one, or
 * led to its end, is never folded, and nobody waits for a TERM or a KILL.
 */
export class Floods {
  readonly #folds = new Map<string, Fold>();

  /**
   * Returns what is to be shown now.
   *
   * @param entries in their order
   * @param now milliseconds
   */
  take(entries: readonly Entry[], now: number): (Entry | Flood)[] {
    const shown = this.#over((fold) => now - fold.since >= WITHIN_MS, now);
    const rows = entries.map((entry) => ({
      entry,
      key: entry.kind === 'other' ? undefined : keyOf(entry),
    }));
    const coming = new Map<string, number>();
    for (const { key } of rows) {
      if (key !== undefined) coming.set(key, (coming.get(key) ?? 0) + 1);
    }
    for (const { entry, key } of rows) {
      const fold = key === undefined ? undefined : this.#fold(key, now);
      // A burst stands behind the rows that it is more of.
      if (isBurst(entry)) shown.push(...this.#over(() => true, now));
      if (entry.kind === 'other' || key === undefined || fold === undefined) {
        shown.push(entry);
        continue;
      }
      const more = coming.get(key) ?? 0;
      coming.set(key, more - 1);
      const single = fold.shown + (isUrgent(entry) ? 1 : more) <= MOST_SINGLE;
      if (single && !fold.flooded && fold.held === undefined) {
        fold.shown++;
        shown.push(entry);
      } else {
        fold.held = fold.held === undefined ? entry : joined(fold.held, entry);
      }
    }
    return shown;
  }

  /** Returns all that is held back, then these entries. */
  flush(entries: readonly Entry[], now: number): (Entry | Flood)[] {
    return [...this.take(entries, now), ...this.#over(() => true, now)];
  }

  /** Takes what was held back in the stretches that are over. After a flood another may go on. */
  #over(isOver: (fold: Fold) => boolean, now: number): (Entry | Flood)[] {
    const released: (Entry | Flood)[] = [];
    for (const [key, fold] of this.#folds) {
      if (!isOver(fold)) continue;
      if (fold.held === undefined) {
        this.#folds.delete(key);
        continue;
      }
      released.push(fold.held);
      this.#folds.set(key, { since: now, flooded: true, shown: 0, held: undefined });
    }
    return released;
  }

  #fold(key: string, now: number): Fold | undefined {
    const known = this.#folds.get(key);
    if (known !== undefined || this.#folds.size >= MOST_KINDS) return known;
    const fold: Fold = { since: now, flooded: false, shown: 0, held: undefined };
    this.#folds.set(key, fold);
    return fold;
  }
}

/** Returns what equal rows have in common; undefined for a row that stands for itself. */
function keyOf(entry: RowEntry): string | undefined {
  const members = membersOf(entry);
  if (members.some((member) => isDeadly(member) || leadsToEnd(member))) return undefined;
  const [first, ...others] = members;
  const outcome = commonOutcome(first);
  if (others.some((other) => commonOutcome(other) !== outcome)) return undefined;
  const { signal } = first;
  const { from, to } = ends(signal);
  const sender = typeof from === 'string' ? from : shortName(from);
  const { signo } = signal;
  return [entry.kind, sender, signo, shortName(to), originText(signal), outcome].join('\n');
}

function membersOf(entry: RowEntry): SignalsOfRow {
  return entry.kind === 'signals' ? entry.members : [entry.earlier];
}

function leadsToEnd({ exit, escalation }: SignalWithOutcome): boolean {
  return exit !== undefined || escalation !== undefined;
}

function isBurst(entry: Entry): boolean {
  return entry.kind === 'other' && entry.record.type === 'burst';
}

function isUrgent(entry: RowEntry): boolean {
  return URGENT.includes(membersOf(entry)[0].signal.signo);
}

function joined(held: RowEntry | Flood, entry: RowEntry): Flood {
  const flood = held.kind === 'flood' ? held : floodOf(held);
  const more = floodOf(entry);
  const one = (end: 'sender' | 'target') =>
    flood.first.signal[end]?.pid === more.first.signal[end]?.pid;
  return {
    ...flood,
    count: flood.count + more.count,
    epochUs: more.epochUs,
    oneSender: flood.oneSender && one('sender'),
    oneTarget: flood.oneTarget && more.oneTarget && one('target'),
  };
}

function floodOf(entry: RowEntry): Flood {
  const members = membersOf(entry);
  const [first] = members;
  const last = members.at(-1) ?? first;
  return {
    kind: 'flood',
    first,
    later: entry.kind === 'outcome',
    count: members.length,
    epochUs: entry.kind === 'outcome' ? entry.record.epoch_us : last.signal.epoch_us,
    oneSender: true,
    oneTarget: members.length === 1,
  };
}
