import type { LazyRecord } from '../explain/traced-signal.js';
import { warningRecord } from '../records/control-records.js';
import type { Invalid, Warning } from '../wire/events.js';
import { UnparsedLines } from './unparsed-lines.js';

/** There may be one of these for each line that bpftrace prints. */
const PER_LINE: ReadonlySet<string> = new Set<Warning['code']>(['unreadable', 'source_error']);
/** The least time between two counts of what was left out, ms. */
const COUNT_EVERY_MS = 10_000;

/** Turns warnings into records: floods of them are counted, the first are told word for word. */
export class Warnings {
  readonly #now: () => number;
  readonly #wallNow: () => bigint;
  /** Look-ups that were not done in time, so far. */
  readonly #missedLookups: () => number;
  readonly #unparsed = new UnparsedLines();
  #missedReported = 0;
  #ready = false;
  #countedAt = -COUNT_EVERY_MS;

  /**
   * @param now ms
   * @param wallNow wall clock, ns since 1970
   */
  constructor(now: () => number, wallNow: () => bigint, missedLookups: () => number) {
    this.#now = now;
    this.#wallNow = wallNow;
    this.#missedLookups = missedLookups;
  }

  /** @returns the records that are due at once */
  push(amiss: readonly (Invalid | Warning)[]): LazyRecord[] {
    return this.#records(
      amiss.filter((one) => {
        const held = one.kind !== 'invalid' && PER_LINE.has(one.code);
        if (held) this.#unparsed.add(one);
        return !held;
      }),
    );
  }

  /** The record `ready` is in the stream. Before it, lines that are no records wait. */
  ready(): void {
    this.#ready = true;
  }

  /** @returns the first unreadable lines, and now and then how many more there were */
  due(): LazyRecord[] {
    if (!this.#ready) return [];
    const first = this.#records(this.#unparsed.takeFirst());
    return this.#now() - this.#countedAt < COUNT_EVERY_MS ? first : [...first, ...this.#counts()];
  }

  end(): LazyRecord[] {
    return [...this.#records(this.#unparsed.takeFirst()), ...this.#counts()];
  }

  #counts(): LazyRecord[] {
    const warnings = this.#unparsed.takeCount();
    const missed = this.#missedLookups() - this.#missedReported;
    if (missed > 0) {
      const message = `Who a process is, or its cgroup, was not learned in time (${missed} of them)`;
      warnings.push({ kind: 'complaint', code: 'enrichment_skipped', message });
    }
    if (warnings.length === 0) return [];
    this.#missedReported += missed;
    this.#countedAt = this.#now();
    return this.#records(warnings);
  }

  #records(amiss: readonly (Invalid | Warning)[]): LazyRecord[] {
    return amiss.map((one) => {
      const record = warningRecord(one.kind === 'invalid' ? dropped(one) : one, this.#wallNow());
      return () => record;
    });
  }
}

function dropped({ why }: Invalid): { readonly code: string; readonly message: string } {
  return { code: 'invalid', message: `A record that cannot be true was dropped: ${why}` };
}
