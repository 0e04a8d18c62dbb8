import { count, hiddenCounts } from '../outputs/wording.js';
import type { Balance } from '../records/control-records.js';

/**
 * Returns the last line of a trace for a person: how many signals there were, and what became of them.
 *
 * @param shown whether stdout showed the signals to the end
 */
export function ledgerLine(balance: Balance, shown: boolean): string {
  const {
    emitted,
    lost,
    lost_by_signal,
    filtered,
    late,
    invalid,
    skipped,
    unaccounted,
    incarnations,
  } = balance;
  const parts = [
    `${count(emitted)} ${emitted === 1 ? 'signal' : 'signals'} ${shown ? 'shown' : 'traced'}`,
    `${count(lost)} lost${lost_by_signal === undefined ? '' : ` (${hiddenCounts(lost_by_signal)})`}`,
    ...(filtered > 0 ? [`${count(filtered)} filtered`] : []),
    ...(late > 0 ? [`${count(late)} out of place`] : []),
    ...(invalid > 0 ? [`${count(invalid)} invalid`] : []),
    ...(skipped === null || skipped === 0 ? [] : [`${count(skipped)} skipped by the kernel`]),
    ...(unaccounted === 0 ? [] : [`${count(unaccounted)} unaccounted`]),
    ...(incarnations > 1 ? [`${count(incarnations)} starts of bpftrace`] : []),
  ];
  const more = [hiddenLine(balance), thinnedLine(balance)].filter((line) => line !== '');
  return [parts.join(', '), ...more].join('; ');
}

/** Counts what the output held back to the end as hidden, and not as shown. */
export function withHeld(balance: Balance, held: Readonly<Record<string, number>>): Balance {
  const hidden: Record<string, number> = { ...balance.hidden };
  let { emitted } = balance;
  for (const [signal, count] of Object.entries(held)) {
    if (count === 0) continue;
    hidden[signal] = (hidden[signal] ?? 0) + count;
    emitted -= count;
  }
  return { ...balance, hidden, emitted };
}

/**
 * Lists the hidden signals, and names the flag that shows them; empty where nothing is hidden. Where more is
 * filtered behind the kernel, some of them would not be shown.
 */
export function hiddenLine({ hidden, filtered }: Pick<Balance, 'hidden' | 'filtered'>): string {
  const counts = hiddenCounts(hidden);
  const all = filtered === 0 ? '-a shows all' : '-a shows those asked for';
  return counts === '' ? '' : `hidden: ${counts} (${all})`;
}

/** Lists the signals of floods that were counted instead of shown; empty where there are none. */
function thinnedLine({ thinned = {} }: Pick<Balance, 'thinned'>): string {
  const counts = hiddenCounts(thinned);
  return counts === '' ? '' : `counted in bursts: ${counts}`;
}

/** Returns the line of `--stats`: the signals since the last one, and the totals. */
export function statsLine(before: Balance, now: Balance, state: string): string {
  const rate = now.received - before.received;
  return `${count(rate)} signals/s, ${count(now.lost)} lost, ${count(now.emitted)} shown, ${state}`;
}
