import { signalName } from '../signals/numbers.js';

/** The counts of `end`, but for its reason (see the schema for their meaning). */
export interface Balance {
  generated: number;
  hidden: Record<string, number>;
  skipped: number | null;
  received: number;
  emitted: number;
  filtered: number;
  late: number;
  invalid: number;
  lost: number;
  recovered: number;
  unaccounted: number;
  incarnations: number;
}

/** What the kernel counted in one incarnation, each number since its beginning. */
export interface KernelCounts {
  generated: number;
  hidden: ReadonlyMap<number, number>;
  /** undefined as long as nobody said; null where the kernel doesn't count it. */
  skipped: number | null | undefined;
}

/** Counts at every arrow of the pipeline. What the kernel says and what came are kept apart. */
export class Ledger {
  received = 0;
  emitted = 0;
  filtered = 0;
  late = 0;
  invalid = 0;
  lost = 0;
  incarnations = 0;
  #ended: KernelCounts = { generated: 0, hidden: new Map(), skipped: undefined };
  #running: KernelCounts | undefined;

  /** The newest counts of the incarnation that runs. */
  kernelSays(counts: KernelCounts): void {
    this.#running = counts;
  }

  /** The incarnation has ended: its counts stand. */
  close(): void {
    this.#ended = this.#kernel();
    this.#running = undefined;
  }

  get balance(): Balance {
    const { generated, hidden, skipped } = this.#kernel();
    const { received, lost } = this;
    return {
      generated,
      hidden: Object.fromEntries([...hidden].map(([signo, n]) => [signalName(signo), n])),
      skipped: skipped ?? null,
      received,
      emitted: this.emitted,
      filtered: this.filtered,
      late: this.late,
      invalid: this.invalid,
      lost,
      recovered: 0,
      unaccounted: generated - received - lost,
      incarnations: this.incarnations,
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
