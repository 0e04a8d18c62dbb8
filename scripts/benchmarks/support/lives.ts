import { type Captured, captured, cut } from './capture.js';
import type { NumberedLine, ToldLine } from './captured-line.js';
import { OtherProcesses } from './other-processes.js';
import type { Wording } from './renumber.js';
import { run } from './run.js';
import { bareBpftrace } from './tracers.js';

/** A real-time signal that nobody else sends; by default it ends a process. */
const SIGNAL = 41;
const LIVES = 500;

/** Processes that others, as short-lived, put an end to. */
export interface Lives {
  readonly captured: Captured;
  /** How many processes send or get a signal in it. */
  readonly processes: number;
  /** Other processes each time. */
  readonly wording: Wording;
}

/** Captures real ones: each is started, and ended by a kill(1) of its own. */
export async function captureLives(folder: string): Promise<Lives> {
  const signals = { except: false, numbers: [SIGNAL] };
  const start = await bareBpftrace({ filter: { signals } });
  const script = `i=0; while [ $i -lt ${LIVES} ]; do sleep 60 & env kill -${SIGNAL} $!; wait $!; i=$((i + 1)); done 2>&-`;
  const lines = await captured(folder, start, async () => {
    await run(['sh', '-c', script]).exited;
  });
  const lives = cut(lines, LIVES);
  const others = new OtherProcesses(lives.span);
  const taken = new Map<NumberedLine | ToldLine, ReturnType<OtherProcesses['take']>>();
  for (const line of lives.lines) if (line.kind !== 'tick') taken.set(line, others.take(line));
  return {
    captured: lives,
    processes: 2 * LIVES,
    wording: (line, time) => others.wording(taken.get(line) ?? [], time),
  };
}
