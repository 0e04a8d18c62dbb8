import type { Captured } from './capture.js';
import type { CapturedLine } from './captured-line.js';
import { asCaptured, type Wording } from './renumber.js';

/** Behind a signal's clock: what stands before the target's tid and pid, then both, then the rest. */
const TARGET = /^(\|(?:-?\d+\|){5})\d+\|\d+(\|.*)$/;
const FIRST_PID = 100_000;

/** Gives each signal the next of so many targets, where the captured ones all have the same. */
export function targetsInTurn(captured: Captured, targets: number): Wording {
  const signals = new Map<CapturedLine, { nth: number; before: string; behind: string }>();
  for (const line of captured.lines) {
    if (line.kind !== 'numbered' || line.probe !== 's') continue;
    const [, before, behind] = TARGET.exec(line.tail) ?? [];
    if (before === undefined || behind === undefined) throw new Error(`no target: ${line.tail}`);
    signals.set(line, { nth: signals.size, before, behind });
  }
  return (line, time) => {
    const signal = signals.get(line);
    if (signal === undefined) return asCaptured(line, time);
    const pid = FIRST_PID + ((signal.nth + time * signals.size) % targets);
    return `${signal.before}${pid}|${pid}${signal.behind}`;
  };
}
