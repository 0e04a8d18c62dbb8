import path from 'node:path';

import { OutputFile } from './output-file.js';
import { bursts } from './storm.js';
import { startTarget } from './target.js';
import { bareBpftrace } from './tracers.js';

/** What bpftrace printed in a real storm, cut to a round number of records. */
export interface Captured {
  readonly lines: readonly CapturedLine[];
  /** Of signals alone. */
  readonly records: number;
  /** Records of each CPU. */
  readonly totals: readonly number[];
  /** From before the first line to after the last, ns. */
  readonly span: bigint;
}

/** A line of a record or a tick, taken apart where numbers go on. */
export type CapturedLine =
  | {
      readonly kind: 'signal';
      readonly head: string;
      readonly cpu: number;
      readonly seq: number;
      readonly ktime: bigint;
      readonly tail: string;
    }
  | {
      readonly kind: 'tick';
      readonly head: string;
      readonly ktime: bigint;
      readonly middle: string;
      readonly firstCpu: number;
      readonly totals: readonly number[];
      readonly tail: string;
    };

const RECORDS = 100_000;
const SENDERS = 2;
/** Beside another tracer the kernel skips some. */
const SPARE = 10_000;
const TICK_NS = 50_000_000n;

/** Captures real records of two senders, of which each fills the buffer of the CPU that it runs on. */
export async function capture(folder: string): Promise<Captured> {
  const target = await startTarget();
  const file = new OutputFile(path.join(folder, 'captured'));
  const start = await bareBpftrace(target.pid);
  const tracer = start(file.fd);
  file.close();
  await file.has('"data": "t|');
  await bursts(target.pid, (RECORDS + SPARE) / SENDERS, SENDERS);
  await file.settled([tracer.pid]);
  await tracer.end('SIGINT');
  await target.end('SIGKILL');
  const lines: CapturedLine[] = [];
  for await (const text of file.lines()) {
    const line = taken(text);
    if (line !== undefined) lines.push(line);
  }
  return cut(lines);
}

function taken(text: string): CapturedLine | undefined {
  const signal = /^(\{"type": "printf", "data": "s\|)(\d+)\|(\d+)\|(\d+)(\|.*)$/.exec(text);
  if (signal !== null) {
    const [, head = '', cpu, seq, ktime = '', tail = ''] = signal;
    return { kind: 'signal', head, cpu: Number(cpu), seq: Number(seq), ktime: BigInt(ktime), tail };
  }
  const tick = /^(\{"type": "printf", "data": "t\|)(\d+)(\|\d\|\d+\|(\d+)\/\d+)([|\d]+)(.*)$/.exec(
    text,
  );
  if (tick === null) return undefined;
  const [, head = '', ktime = '', middle = '', firstCpu, totals = '', tail = ''] = tick;
  return {
    kind: 'tick',
    head,
    ktime: BigInt(ktime),
    middle,
    firstCpu: Number(firstCpu),
    totals: totals.slice(1).split('|').map(Number),
    tail,
  };
}

/** Leaves the oldest records, and says so in the ticks. */
function cut(lines: readonly CapturedLine[]): Captured {
  const times = lines.filter(({ kind }) => kind === 'signal').map(({ ktime }) => ktime);
  if (times.length < RECORDS) {
    throw new Error(`only ${times.length} records came; does another tracer run?`);
  }
  times.sort((a, b) => (a < b ? -1 : 1));
  const last = times[RECORDS - 1] ?? 0n;
  const kept: CapturedLine[] = [];
  const totals: (number | undefined)[] = [];
  for (const line of lines) {
    if (line.kind === 'signal') {
      if (line.ktime > last) continue;
      const before = totals[line.cpu] ?? 0;
      if (line.seq !== before + 1) throw new Error(`bpftrace lost records on CPU ${line.cpu}`);
      totals[line.cpu] = line.seq;
    }
    kept.push(line);
  }
  const clamped = kept.map((line) =>
    line.kind === 'signal'
      ? line
      : { ...line, totals: line.totals.map((n, i) => Math.min(n, totals[line.firstCpu + i] ?? 0)) },
  );
  const clock = kept.map(({ ktime }) => ktime).sort((a, b) => (a < b ? -1 : 1));
  const span = (clock.at(-1) ?? 0n) - (clock[0] ?? 0n) + TICK_NS;
  const whole = Array.from(totals, (n) => n ?? 0);
  return { lines: clamped, records: RECORDS, totals: whole, span };
}
