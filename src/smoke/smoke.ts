import { randomBytes } from 'node:crypto';

import { SignalsTraceError } from '../errors.js';
import type { ProbeChoice } from '../program/variants.js';
import type { ReadyRecord } from '../records/records.js';
import type { StreamRecord } from '../records/stream-record.js';
import { Trace } from '../trace.js';
import { ActorProcess } from './actor-process.js';
import { CASES, TERM_CASE } from './cases.js';
import { checkFacts } from './facts.js';
import { killBpftrace } from './kill-bpftrace.js';
import { runCases, type SmokeRun } from './run-cases.js';
import type { SmokeCheck, SmokeReport } from './smoke-report.js';
import { environmentOf, ledgerChecks, warningsOf } from './trace-facts.js';
import { TraceReader } from './trace-reader.js';

export interface SmokeOptions {
  /** The bpftrace to run instead of the first on PATH. */
  readonly bpftrace?: string | undefined;
  readonly probe?: ProbeChoice | undefined;
  /** A signal may take this long to appear; a start of bpftrace three times as long. */
  readonly patienceMs: number;
  readonly interrupted: AbortSignal;
  /** Receives the current step, for a progress line. */
  readonly progress: (text: string) => void;
  /** Receives what a person should know. */
  readonly say: (text: string) => void;
  readonly onRecords: (records: readonly StreamRecord[]) => void;
}

const STARTS = 3;
const RUN_BY_SUDO = 'bpftrace needs root: it is run with sudo';

/**
 * Sends signals between processes of its own, traces them, and compares the records with what was
 * sent. In between it kills bpftrace and checks that the trace goes on.
 *
 * @throws SignalsTraceError where this host cannot be traced, and the reason of `interrupted`
 */
export async function smoke(options: SmokeOptions): Promise<SmokeReport> {
  const started = performance.now();
  const { bpftrace, probe, patienceMs, interrupted, progress, say, onRecords } = options;
  const mark = randomBytes(4).toString('hex');
  const comms = { actor: `smoke-${mark}`, target: `smoked-${mark}`, member: `smoked-${mark}` };
  const trace = await Trace.open({
    ...(bpftrace === undefined ? {} : { bpftrace }),
    ...(probe === undefined ? {} : { probe }),
    filter: {
      to: [
        { kind: 'name', name: comms.actor },
        { kind: 'name', name: comms.target },
      ],
    },
  });
  if (trace.usesSudo) say(RUN_BY_SUDO);
  progress('starting bpftrace …');
  const reader = new TraceReader(trace, interrupted, onRecords);
  const actor = new ActorProcess(comms, patienceMs);
  try {
    const ready = await nextReady(reader, 0, STARTS * patienceMs);
    if (ready === undefined) throw notStarted(reader.error, STARTS * patienceMs);
    const run = { trace: reader, actor, interrupted, patienceMs, comms, ready };
    progress('sending signals …');
    const checks = await runCases(CASES, run, 0);
    progress('killing bpftrace …');
    checks.push(...(await restartChecks(reader, run)));
    progress('ending bpftrace …');
    await reader.end();
    return {
      environment: environmentOf(ready),
      warnings: warningsOf(reader.records),
      checks: [...checks, ...ledgerChecks(reader.records, reader.error)],
      seconds: (performance.now() - started) / 1000,
    };
  } finally {
    await Promise.all([actor.close(), reader.close()]);
  }
}

/** Waits for the next `ready` among the records from an index on. */
async function nextReady(reader: TraceReader, from: number, patienceMs: number) {
  return reader.until(
    () => reader.records.slice(from).find((record) => record.type === 'ready'),
    patienceMs,
  );
}

function notStarted(error: Error | undefined, patienceMs: number): Error {
  if (error instanceof SignalsTraceError) return error;
  const message = error?.message ?? `bpftrace did not begin within ${patienceMs / 1000} s`;
  return new SignalsTraceError('bpftrace_unusable', message, 'run signals-trace doctor', {
    cause: error,
  });
}

function nextStarts({ incarnation }: ReadyRecord): number[] {
  return Array.from({ length: STARTS }, (_, i) => incarnation + 1 + i);
}

/** Kills bpftrace, and checks that the trace reports a gap and goes on. */
async function restartChecks(reader: TraceReader, run: SmokeRun): Promise<SmokeCheck[]> {
  const { ready, patienceMs } = run;
  const from = reader.records.length;
  const [gapName, againName] = ['bpftrace is killed: gap', 'bpftrace is killed: tracing goes on'];
  const why = killBpftrace(ready.bpftrace.path);
  if (why !== undefined) {
    return [gapName, againName].map((name) => ({ name, verdict: 'skipped', why }));
  }
  const again = await nextReady(reader, from, STARTS * patienceMs);
  const gap = reader.records.slice(from).find((record) => record.type === 'gap');
  const checks = [
    ...checkFacts(gapName, [
      { field: 'incarnation', expected: [ready.incarnation], seen: gap?.incarnation },
      { field: 'reason', expected: ['bpftrace ended by signal 9'], seen: gap?.reason },
    ]),
    ...checkFacts(againName, [
      // A slow host may need more than one start.
      { field: 'incarnation', expected: nextStarts(ready), seen: again?.incarnation },
      { field: 'error', expected: [null], seen: reader.error?.message ?? null },
    ]),
  ];
  if (again === undefined) return checks;
  const after = await runCases(
    [{ ...TERM_CASE, name: `after that, ${TERM_CASE.name}` }],
    { ...run, ready: again },
    reader.records.indexOf(again),
  );
  return [...checks, ...after];
}
