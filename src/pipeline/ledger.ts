import type { Balance } from '../records/control-records.js';
import { signalName } from '../signals/numbers.js';

/** Counts of the kernel in one incarnation, since its beginning. */
export interface KernelCounts {
  readonly generated: number;
  readonly hidden: ReadonlyMap<number, number>;
  /** undefined until somebody reports it; null where the kernel does not count it. */
  readonly skipped: number | null | undefined;
}

const NOTHING: KernelCounts = { generated: 0, hidden: new Map(), skipped: undefined };

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
  #incarnations = 0;
  #ended = NOTHING;
  #running: KernelCounts | undefined;

  /** An incarnation begins. @returns its number, from 1 */
  begin(): number {
    return ++this.#incarnations;
  }

  receive(count: number): void {
    this.#received += count;
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
    this.#ended = this.#kernel();
    this.#running = undefined;
  }

  get emitted(): number {
    return this.#emitted;
  }

  get balance(): Balance {
    const { generated, hidden, skipped } = this.#kernel();
    return {
      generated,
      hidden: Object.fromEntries([...hidden].map(([signo, n]) => [signalName(signo), n])),
      skipped: skipped ?? null,
      received: this.#received,
      emitted: this.#emitted,
      filtered: this.#filtered,
      late: this.#late,
      invalid: this.#invalid,
      lost: this.#lost,
      recovered: 0,
      unaccounted: generated - this.#received - this.#lost,
      incarnations: this.#incarnations,
    };
  }

  #kernel(): KernelCounts {
    const [a, b] = [this.#ended, this.#running];
    if (b === undefined) return a;
    const hidden = new Map(a.hidden);
    for (const [signo, count] of b.hidden) hidden.set(signo, (hidden.get(signo) ?? 0) + count);
    return { generated: a.generated + b.generated, hidden, skipped: sum(a.skipped, b.skipped) };
  }
}

function sum(a: number | null | undefined, b: number | null | undefined) {
  if (a === undefined || b === undefined) return a ?? b;
  return a === null || b === null ? null : a + b;
}
