import { randomBytes } from 'node:crypto';

import { SignalsTraceError } from '../errors.js';
import type { ProbeChoice } from '../program/variants.js';
import type { EndRecord, ReadyRecord, TraceRecord } from '../records/records.js';
import { Trace } from '../trace.js';
import { ActorProcess } from './actor-process.js';
import { type Case, CASES, TERM } from './cases.js';
import type { Findings, SmokeCheck } from './check.js';
import { checksOf } from './facts.js';
import { judge } from './judge.js';
import { killBpftrace } from './outside-fault.js';
import { placeOf } from './place.js';
import type { Context } from './process-facts.js';
import type { Answer } from './scenario.js';
import { Watch } from './watch.js';

export interface SmokeOptions {
  /** bpftrace to run instead of the first on PATH. */
  readonly bpftrace?: string | undefined;
  readonly probe?: ProbeChoice | undefined;
  /** How long what must come is waited for; a start may take three times as long. */
  readonly patienceMs: number;
  readonly interrupted: AbortSignal;
  /** Told what is being done. */
  readonly progress: (text: string) => void;
  /** Told what a person should know. */
  readonly say: (text: string) => void;
  /** Told all that is traced. */
  readonly told: (records: readonly TraceRecord[]) => void;
}

const STARTS = 3;
const RUN_BY_SUDO = 'bpftrace needs root: it is run with sudo';

/**
 * Traces signals that it has sent between processes of its own, and compares.
 *
 * @throws SignalsTraceError where this place can't be traced, and the reason of `interrupted`
 */
export async function smoke(options: SmokeOptions): Promise<Findings> {
  const began = performance.now();
  const { bpftrace, probe, patienceMs, interrupted, progress, say, told } = options;
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
  const watch = new Watch(trace, interrupted, told);
  const stage = new ActorProcess(comms, patienceMs);
  try {
    const ready = await begun(watch, 0, STARTS * patienceMs);
    if (ready === undefined) throw notBegun(watch.error, STARTS * patienceMs);
    const scene = { watch, stage, interrupted, patienceMs, comms, ready };
    progress('sending signals …');
    const checks = await playAll(CASES, scene, 0);
    progress('killing bpftrace …');
    checks.push(...(await playOn(scene)));
    progress('ending bpftrace …');
    await watch.end();
    return {
      place: describe(ready),
      warnings: watch.records.flatMap(warningsOf),
      checks: [...checks, ...ledger(watch)],
      seconds: (performance.now() - began) / 1000,
    };
  } finally {
    await Promise.all([stage.close(), watch.close()]);
  }
}

interface Scene {
  readonly watch: Watch;
  readonly stage: ActorProcess;
  readonly interrupted: AbortSignal;
  readonly patienceMs: number;
  readonly comms: Context['comms'];
  readonly ready: ReadyRecord;
}

/** The first record from there on that says that tracing has begun. */
async function begun(watch: Watch, from: number, patienceMs: number) {
  return watch.until(
    () => watch.records.slice(from).find((record) => record.type === 'ready'),
    patienceMs,
  );
}

function notBegun(error: Error | undefined, patienceMs: number): Error {
  if (error instanceof SignalsTraceError) return error;
  const message = error?.message ?? `bpftrace did not begin within ${patienceMs / 1000} s`;
  return new SignalsTraceError('bpftrace_unusable', message, 'run signals-trace doctor', {
    cause: error,
  });
}

/** Plays them one after the other, and then waits until all of it has been told. */
async function playAll(
  cases: readonly Case[],
  { watch, stage, interrupted, patienceMs, comms, ready }: Scene,
  from: number,
): Promise<SmokeCheck[]> {
  const played: { readonly of: Case; readonly answer: Answer }[] = [];
  for (const of of cases) played.push({ of, answer: await stage.play(of.play, interrupted) });
  const ids = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const judged = () => {
    const place = placeOf(ready, watch.records);
    const records = watch.records.slice(from);
    return played.flatMap(({ of, answer }): SmokeCheck[] =>
      'failed' in answer
        ? [{ name: of.name, verdict: 'failed', expected: 'to be played', seen: answer.failed }]
        : judge(of, { ...answer, comms, ...ids }, records, place),
    );
  };
  const good = () => {
    const checks = judged();
    return checks.some(({ verdict }) => verdict === 'failed') ? undefined : checks;
  };
  const hopeless = played.every(({ answer }) => 'failed' in answer);
  return (await watch.until(good, hopeless ? 0 : patienceMs)) ?? judged();
}

/** Kills bpftrace, and looks whether the trace goes on. */
async function playOn(scene: Scene): Promise<SmokeCheck[]> {
  const { watch, ready, patienceMs } = scene;
  const from = watch.records.length;
  const [gapName, againName] = ['bpftrace is killed: gap', 'bpftrace is killed: tracing goes on'];
  const why = killBpftrace(ready.bpftrace.path);
  if (why !== undefined) {
    return [gapName, againName].map((name) => ({ name, verdict: 'skipped', why }));
  }
  const again = await begun(watch, from, STARTS * patienceMs);
  const gap = watch.records.slice(from).find((record) => record.type === 'gap');
  const checks = [
    ...checksOf(gapName, [
      { field: 'incarnation', expected: [ready.incarnation], seen: gap?.incarnation },
      { field: 'reason', expected: ['bpftrace ended by signal 9'], seen: gap?.reason },
    ]),
    ...checksOf(againName, [
      { field: 'incarnation', expected: [ready.incarnation + 1], seen: again?.incarnation },
      { field: 'error', expected: [null], seen: watch.error?.message ?? null },
    ]),
  ];
  if (again === undefined) return checks;
  const more = await playAll(
    [{ ...TERM, name: `after that, ${TERM.name}` }],
    { ...scene, ready: again },
    watch.records.indexOf(again),
  );
  return [...checks, ...more];
}

function warningsOf(record: TraceRecord): string[] {
  if (record.type === 'warning') return [`${record.code}: ${record.message}`];
  // What was not seen may be among them; or it was others' signals.
  return record.type === 'end' && (record.skipped ?? 0) > 0
    ? [`skipped: the kernel kept the probe from running ${record.skipped ?? 0} times`]
    : [];
}

function ledger({ records, error }: Watch): SmokeCheck[] {
  const end = records.find((record): record is EndRecord => record.type === 'end');
  return [
    ...checksOf('the ledger adds up', [
      { field: 'unaccounted', expected: [0], seen: end?.unaccounted },
      { field: 'invalid', expected: [0], seen: end?.invalid },
      { field: 'error', expected: [null], seen: error?.message ?? null },
    ]),
    ...checksOf('nothing is lost', [{ field: 'lost', expected: [0], seen: end?.lost }]),
  ];
}

function describe({ version, kernel, bpftrace, probe, absent }: ReadyRecord) {
  return {
    'signals-trace': version,
    kernel,
    bpftrace: bpftrace.version,
    probe,
    absent: absent.join(', ') || 'nothing',
  };
}
