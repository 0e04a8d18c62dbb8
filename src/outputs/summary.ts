import type { Process, SignalRecord } from '../records/records.js';
import { padded } from './printable.js';
import { endText, idOf, labelWithoutNumbers, launchedBy } from './process-text.js';
import { count, ends, shortSignal } from './wording.js';

const KEPT = 10_000;
const SHOWN = 20;
/** Columns of either end: with them a line has 80. */
const END_WIDTH = 30;

/** One kind of process at one end of a pair. */
interface End {
  readonly kind: string;
  /** Who is behind it. */
  readonly behind: string;
  /** Which process, as long as it was only one. */
  id: string;
}

interface Pair {
  readonly from: End;
  readonly signal: string;
  readonly to: End;
  count: number;
}

/** Counts what signalled what, of a bounded number of pairs: each `kill` of a script is another process. */
export class Summary {
  readonly #pairs = new Map<string, Pair>();
  #beyond = 0;

  add(record: SignalRecord): void {
    const { from, to } = ends(record);
    const sender = typeof from === 'string' ? { kind: from, behind: '', id: '' } : sending(from);
    const target = { kind: labelWithoutNumbers(to), behind: '', id: idOf(to) };
    const signal = shortSignal(record.signal);
    const key = [sender.kind, sender.behind, signal, target.kind].join('\n');
    const pair = this.#pairs.get(key);
    if (pair !== undefined) {
      pair.count++;
      if (pair.from.id !== sender.id) pair.from.id = '';
      if (pair.to.id !== target.id) pair.to.id = '';
    } else if (this.#pairs.size < KEPT) {
      this.#pairs.set(key, { from: sender, signal, to: target, count: 1 });
    } else this.#beyond++;
  }

  /** The most frequent pairs, a line each. */
  get text(): string {
    const sorted = [...this.#pairs.values()].sort((a, b) => b.count - a.count);
    const rows = sorted
      .slice(0, SHOWN)
      .map(({ from, signal, to, count: n }) => [
        count(n).padStart(9),
        textOf(from),
        signal,
        textOf(to),
      ]);
    const rest = sorted.slice(SHOWN).reduce((sum, pair) => sum + pair.count, this.#beyond);
    const lines = [['    COUNT', 'FROM', 'SIG', 'TO'], ...rows].map(
      ([n = '', from = '', signal = '', to = '']) =>
        `${n} ${padded(from, END_WIDTH)} ${padded(signal, 8)} ${to}`,
    );
    if (rest > 0) lines.push(`${count(rest).padStart(9)} others`);
    return `${lines.join('\n')}\n`;
  }
}

function sending(process: Process): End {
  return { kind: labelWithoutNumbers(process), behind: launchedBy(process), id: idOf(process) };
}

function textOf({ kind, behind, id }: End): string {
  return endText(kind, id, behind, END_WIDTH);
}
