import type { Captured, CapturedLine } from './capture.js';

/** Lines handed on at once. */
const AT_ONCE = 1000;

/**
 * The captured records again and again, as if they were one long capture: numbers, clock and totals
 * go on from each time to the next.
 */
export function* renumbered(captured: Captured, times: number): Generator<string> {
  for (let time = 0; time < times; time++) {
    for (let from = 0; from < captured.lines.length; from += AT_ONCE) {
      const lines = captured.lines.slice(from, from + AT_ONCE);
      yield lines.map((line) => `${shifted(line, captured, time)}\n`).join('');
    }
  }
}

function shifted(line: CapturedLine, { totals, span }: Captured, time: number): string {
  const ktime = line.ktime + span * BigInt(time);
  const base = (cpu: number) => (totals[cpu] ?? 0) * time;
  if (line.kind === 'signal') {
    return `${line.head}${line.cpu}|${line.seq + base(line.cpu)}|${ktime}${line.tail}`;
  }
  const now = line.totals.map((n, i) => n + base(line.firstCpu + i));
  return `${line.head}${ktime}${line.middle}|${now.join('|')}${line.tail}`;
}
