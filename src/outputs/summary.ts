import type { SignalRecord } from '../schema/records.js';
import { padded } from './printable.js';
import { count, ends, named, shortSignal } from './wording.js';

const KEPT = 10_000;
const SHOWN = 20;

/** Counts who signalled whom, of a bounded number of pairs. */
export class Summary {
  readonly #pairs = new Map<string, { readonly cells: readonly string[]; count: number }>();
  #beyond = 0;

  add(record: SignalRecord): void {
    const { from, to } = ends(record);
    const name = (end: typeof from) =>
      typeof end === 'string' ? end : `${named(end).name}${named(end).id}`;
    const cells = [name(from), shortSignal(record.signal), name(to)];
    const key = cells.join('\n');
    const pair = this.#pairs.get(key);
    if (pair !== undefined) pair.count++;
    else if (this.#pairs.size < KEPT) this.#pairs.set(key, { cells, count: 1 });
    else this.#beyond++;
  }

  /** The most frequent pairs, a line each. */
  get text(): string {
    const sorted = [...this.#pairs.values()].sort((a, b) => b.count - a.count);
    const rows = sorted
      .slice(0, SHOWN)
      .map((pair) => [count(pair.count).padStart(9), ...pair.cells]);
    const rest = sorted.slice(SHOWN).reduce((sum, pair) => sum + pair.count, this.#beyond);
    const lines = [['    COUNT', 'FROM', 'SIG', 'TO'], ...rows].map(
      ([n = '', from = '', signal = '', to = '']) =>
        `${n} ${padded(from, 24)} ${padded(signal, 8)} ${to}`,
    );
    if (rest > 0) lines.push(`${count(rest).padStart(9)} others`);
    return `${lines.join('\n')}\n`;
  }
}
