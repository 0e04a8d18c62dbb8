import type { Balance } from '../records/control-records.js';
import { signalName } from '../signals/numbers.js';

type BySignal = ReadonlyMap<number, number>;

/** Counts of the kernel in one incarnation, since its beginning. */
export interface KernelCounts {
  readonly generated: number;
  readonly hidden: BySignal;
  readonly thinned: BySignal;
  /** How `generated` divides; undefined until the incarnation has ended in good order. */
  readonly bySignal: BySignal | undefined;
  /** undefined until somebody reports it; null where the kernel does not count it. */
  readonly skipped: number | null | undefined;
}

const NOTHING: KernelCounts = {
  generated: 0,
  hidden: new Map(),
  thinned: new Map(),
  bySignal: undefined,
  skipped: undefined,
};

/**
 * Counts signals at every arrow of the pipeline. Each stage reports its own count; what the kernel
 * says it generated is kept apart, so that `unaccounted` can prove the rest.
 */
export class Ledger {
  #received = 0;
  #emitted = 0;
  #filtered = 0;
  #late = 0;
  #invalid = 0;
  #lost = 0;
  #unseen = 0;
  #incarnations = 0;
  /** Of the incarnation that runs, by signal. */
  #receivedBy = new Map<number, number>();
  /** Lost until it began. */
  #lostBefore = 0;
  /** undefined where the counts of the kernel do not tell. */
  #lostBy: BySignal | undefined = new Map();
  #ended = NOTHING;
  #running: KernelCounts | undefined;

  /** An incarnation begins. @returns its number, from 1 */
  begin(): number {
    return ++this.#incarnations;
  }

  /** @param signo undefined where it cannot be read */
  receive(signo: number | undefined): void {
    this.#received++;
    if (signo !== undefined) this.#receivedBy.set(signo, (this.#receivedBy.get(signo) ?? 0) + 1);
  }

  /** A signal came twice: it was already received, or counted as lost. */
  takeBackReceived(): void {
    this.#received--;
  }

  reject(count: number): void {
    this.#invalid += count;
  }

  lose(count: number): void {
    this.#lost += count;
  }

  /** @param total of the signals that no program can see, but whose deliveries were seen */
  setUnseen(total: number): void {
    this.#unseen = total;
  }

  filter(count: number): void {
    this.#filtered += count;
  }

  emit(late: boolean): void {
    this.#emitted++;
    if (late) this.#late++;
  }

  /** The newest counts of the incarnation that runs. */
  reportKernel(counts: KernelCounts): void {
    this.#running = counts;
  }

  /** The incarnation has ended: its counts stand. */
  close(): void {
    const lost = this.#lost - this.#lostBefore;
    if (lost > 0) this.#lostBy = merged(this.#lostBy, this.#lostOf(lost));
    this.#lostBefore = this.#lost;
    this.#receivedBy.clear();
    this.#ended = this.#kernel();
    this.#running = undefined;
  }

  get emitted(): number {
    return this.#emitted;
  }

  get balance(): Balance {
    const { generated, hidden, thinned, skipped } = this.#kernel();
    const lostBy = this.#lost > 0 && this.#running === undefined ? this.#lostBy : undefined;
    return {
      generated,
      hidden: named(hidden),
      thinned: named(thinned),
      skipped: sum(skipped ?? null, this.#unseen) ?? null,
      received: this.#received,
      emitted: this.#emitted,
      filtered: this.#filtered,
      late: this.#late,
      invalid: this.#invalid,
      lost: this.#lost,
      ...(lostBy === undefined ? {} : { lost_by_signal: named(lostBy) }),
      recovered: 0,
      unaccounted: generated - this.#received - this.#lost,
      incarnations: this.#incarnations,
    };
  }

  #kernel(): KernelCounts {
    const [a, b] = [this.#ended, this.#running];
    if (b === undefined) return a;
    return {
      generated: a.generated + b.generated,
      hidden: added(a.hidden, b.hidden),
      thinned: added(a.thinned, b.thinned),
      bySignal: undefined,
      skipped: sum(a.skipped, b.skipped),
    };
  }

  /** How what this incarnation has lost divides; undefined where the counts do not add up to it. */
  #lostOf(lost: number): BySignal | undefined {
    const generated = this.#running?.bySignal;
    if (generated === undefined) return undefined;
    const lostBy = new Map<number, number>();
    let all = 0;
    for (const [signo, count] of generated) {
      const missing = count - (this.#receivedBy.get(signo) ?? 0);
      if (missing < 0) return undefined;
      if (missing > 0) lostBy.set(signo, missing);
      all += missing;
    }
    return all === lost ? lostBy : undefined;
  }
}

function named(counts: BySignal): Record<string, number> {
  return Object.fromEntries([...counts].map(([signo, n]) => [signalName(signo), n]));
}

function merged(a: BySignal | undefined, b: BySignal | undefined): BySignal | undefined {
  return a === undefined || b === undefined ? undefined : added(a, b);
}

function added(a: BySignal, b: BySignal): BySignal {
  const sums = new Map(a);
  for (const [signo, count] of b) sums.set(signo, (sums.get(signo) ?? 0) + count);
  return sums;
}

function sum(a: number | null | undefined, b: number | null | undefined) {
  if (a === undefined || b === undefined) return a ?? b;
  return a === null || b === null ? null : a + b;
}
