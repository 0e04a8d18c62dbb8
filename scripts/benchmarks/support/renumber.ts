import type { Captured } from './capture.js';
import {
  type CapturedLine,
  laneOf,
  type NumberedLine,
  PROBES,
  type ToldLine,
} from './captured-line.js';

/** Lines handed on at once. */
const AT_ONCE = 1000;

/** What a line says beside its numbers, the so manieth time. */
export type Wording = (line: NumberedLine | ToldLine, time: number) => string;

/** The same processes each time, told of anew as the program does every few seconds. */
export const asCaptured: Wording = (line) => (line.kind === 'told' ? line.text : line.tail);

/**
 * The captured records again and again, as if they were one long capture: numbers, clock and totals
 * go on from each time to the next.
 */
export function* renumbered(
  captured: Captured,
  times: number,
  wording: Wording = asCaptured,
): Generator<string> {
  for (let time = 0; time < times; time++) {
    for (let from = 0; from < captured.lines.length; from += AT_ONCE) {
      const lines = captured.lines.slice(from, from + AT_ONCE);
      yield lines.map((line) => `${shifted(line, captured, time, wording)}\n`).join('');
    }
  }
}

function shifted(
  line: CapturedLine,
  { totals, span }: Captured,
  time: number,
  wording: Wording,
): string {
  if (line.kind === 'told') return wording(line, time);
  const ktime = line.ktime + span * BigInt(time);
  const base = (lane: number) => (totals[lane] ?? 0) * time;
  if (line.kind === 'numbered') {
    const seq = line.seq + base(laneOf(line));
    return `${line.head}${line.cpu}|${seq}|${ktime}${wording(line, time)}`;
  }
  const first = line.firstCpu * PROBES.length;
  const now = line.totals.map((n, i) => n + base(first + i));
  return `${line.head}${ktime}${line.middle}|${now.join('|')}${line.tail}`;
}
