import type { BurstRecord, Process, SignalRecord } from '../records/records.js';
import { padded } from './printable.js';
import { endText, idOf, labelWithoutNumbers, launchedBy } from './process-text.js';
import { count, ends, named, shortSignal } from './wording.js';

const MOST_PAIRS = 10_000;
const SHOWN = 20;
/** Terminal columns of either end; a line then fits into 80. */
const END_WIDTH = 30;

/** The processes at one end of a pair, which share a label. */
interface End {
  readonly name: string;
  readonly label: string;
  readonly launchedBy: string;
  /** The process, as long as it was only one; then empty. */
  id: string;
}

interface Pair {
  readonly from: End;
  readonly signal: string;
  readonly to: End;
  count: number;
}

/**
 * Counts signals by sender and target. Commands are told apart by label, not by pid, since each
 * `kill` of a script is another process. The number of pairs is bounded.
 */
export class Summary {
  readonly #pairs = new Map<string, Pair>();
  #beyond = 0;

  /** @param record a signal, or many that have no record of their own */
  add(record: SignalRecord | BurstRecord): void {
    const more = record.type === 'burst' ? record.count : 1;
    if (record.target === undefined) {
      this.#beyond += more;
      return;
    }
    const { from, to } = ends({ sender: record.sender, target: record.target });
    const sender =
      typeof from === 'string'
        ? { name: from, label: from, launchedBy: '', id: '' }
        : endOf(from, launchedBy(from));
    const target = endOf(to, '');
    const signal = shortSignal(record.signal);
    const key = [sender.label, sender.launchedBy, signal, target.label].join('\n');
    const pair = this.#pairs.get(key);
    if (pair !== undefined) {
      pair.count += more;
      if (pair.from.id !== sender.id) pair.from.id = '';
      if (pair.to.id !== target.id) pair.to.id = '';
    } else if (this.#pairs.size < MOST_PAIRS) {
      this.#pairs.set(key, { from: sender, signal, to: target, count: more });
    } else this.#beyond += more;
  }

  /**
   * The most frequent pairs, one line each, then what the noise filter hid.
   *
   * @param hidden counts by signal
   */
  text(hidden: Readonly<Record<string, number>>): string {
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
    for (const [signal, n] of Object.entries(hidden).sort(([, a], [, b]) => b - a)) {
      lines.push(
        `${count(n).padStart(9)} ${padded('hidden (-a shows them)', END_WIDTH)} ${shortSignal(signal)}`,
      );
    }
    return `${lines.join('\n')}\n`;
  }
}

function endOf(process: Process, launchedBy: string): End {
  const { name } = named(process);
  return { name, label: labelWithoutNumbers(process), launchedBy, id: idOf(process) };
}

function textOf({ name, label, id, launchedBy: added }: End): string {
  return endText({ name, label, id, added }, END_WIDTH);
}
