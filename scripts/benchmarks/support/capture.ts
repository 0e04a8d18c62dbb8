import path from 'node:path';

import { type CapturedLine, laneOf, type NumberedLine, PROBES, taken } from './captured-line.js';
import { OutputFile } from './output-file.js';
import { bursts } from './storm.js';
import { startTarget } from './target.js';
import { bareBpftrace, toTarget } from './tracers.js';

/** What bpftrace printed, cut to a round number of signals. */
export interface Captured {
  readonly lines: readonly CapturedLine[];
  /** Of signals alone. */
  readonly records: number;
  /** Records of each probe on each CPU (see laneOf). */
  readonly totals: readonly number[];
  /** From before the first line to after the last, ns. */
  readonly span: bigint;
}

const SIGNALS = 100_000;
const SENDERS = 2;
/** Beside another tracer the kernel skips some. */
const SPARE = 10_000;
const TICK_NS = 50_000_000n;

/** Captures real signals of two senders, of which each fills the buffer of the CPU that it runs on. */
export async function captureStorm(folder: string): Promise<Captured> {
  const target = await startTarget();
  const start = await bareBpftrace(toTarget(target.pid));
  const lines = await captured(folder, start, async () => {
    await bursts(target.pid, (SIGNALS + SPARE) / SENDERS, SENDERS);
  });
  await target.end('SIGKILL');
  return cut(lines, SIGNALS);
}

/** What bpftrace prints of what is done meanwhile. */
export async function captured(
  folder: string,
  start: Awaited<ReturnType<typeof bareBpftrace>>,
  act: () => Promise<void>,
): Promise<CapturedLine[]> {
  const file = new OutputFile(path.join(folder, 'captured'));
  const tracer = start(file.fd);
  file.close();
  await file.has('"data": "t|');
  await act();
  await file.settled([tracer.pid]);
  await tracer.end('SIGINT');
  const lines: CapturedLine[] = [];
  for await (const text of file.lines()) {
    const line = taken(text);
    if (line !== undefined) lines.push(line);
  }
  return lines;
}

/** Leaves the oldest so many signals and what came until then, and says so in the ticks. */
export function cut(lines: readonly CapturedLine[], signals: number): Captured {
  const times = lines.filter(isSignal).map(({ ktime }) => ktime);
  if (times.length < signals) {
    throw new Error(`only ${times.length} signals came; does another tracer run?`);
  }
  const last = times.sort(ascending)[signals - 1] ?? 0n;
  const kept: CapturedLine[] = [];
  const totals: (number | undefined)[] = [];
  for (const line of lines) {
    if (line.kind === 'numbered') {
      if (line.ktime > last) continue;
      const lane = laneOf(line);
      if (line.seq !== (totals[lane] ?? 0) + 1) {
        throw new Error(`bpftrace lost ${line.probe} lines on CPU ${line.cpu}`);
      }
      totals[lane] = line.seq;
    }
    kept.push(line);
  }
  const clamped = kept.map((line) =>
    line.kind === 'tick'
      ? {
          ...line,
          totals: line.totals.map((n, i) =>
            Math.min(n, totals[line.firstCpu * PROBES.length + i] ?? 0),
          ),
        }
      : line,
  );
  const clock = kept.flatMap((line) => (line.kind === 'told' ? [] : line.ktime)).sort(ascending);
  const span = (clock.at(-1) ?? 0n) - (clock[0] ?? 0n) + TICK_NS;
  return { lines: clamped, records: signals, totals: Array.from(totals, (n) => n ?? 0), span };
}

function isSignal(line: CapturedLine): line is NumberedLine {
  return line.kind === 'numbered' && line.probe === 's';
}

function ascending(a: bigint, b: bigint): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
