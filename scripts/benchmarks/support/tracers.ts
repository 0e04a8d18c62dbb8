import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

import { environment, quiet } from '../../../src/bpftrace/environment.js';
import { plan, type PlanOptions } from '../../../src/plan/plan.js';
import type { Variant } from '../../../src/program/variants.js';
import { type Run, run } from './run.js';

/** The one signal that most is measured with. */
export const SIGUSR1 = 10;

/** SIGUSR1 to one process. */
export function toTarget(target: number): PlanOptions {
  const signals = { except: false, numbers: [SIGUSR1] };
  return { filter: { signals, to: [{ kind: 'pid', pid: target }] } };
}

/** The built signals-trace, tracing SIGUSR1 to one process as NDJSON. */
export function startOurs(target: number, stdout?: number): Run {
  const command = ['dist/bin.js', '--json', '--signal', 'USR1', '--to', String(target)];
  return run([process.execPath, ...command], stdout === undefined ? {} : { stdout });
}

/**
 * bpftrace with the very program and environment that signals-trace would give it, and nobody else.
 *
 * @param variant another program than the one that is tried first
 */
export async function bareBpftrace(
  options: PlanOptions,
  variant?: Variant,
): Promise<(stdout?: number) => Run> {
  const { bpftrace, programs, bufferPages } = await plan(options);
  const program =
    variant === undefined ? programs[0] : programs.find((program) => program.variant === variant);
  if (program === undefined) throw new Error(`no ${variant} program for this host`);
  const folder = mkdtempSync(path.join(os.tmpdir(), 'signals-trace-bench-'));
  process.on('exit', () => {
    rmSync(folder, { recursive: true });
  });
  // A file, as for signals-trace: the program in the arguments would be another load on the host.
  const file = path.join(folder, 'program.bt');
  writeFileSync(file, program.text);
  const command = [bpftrace.path, ...quiet(bpftrace), '-f', 'json', file];
  // The program's positional parameters are the tracer's pids: there is only this one.
  const shell = ['sh', '-c', 'exec env "$@" $$ $$ $$ $$ $$ $$', 'sh'];
  return (stdout) =>
    run(
      [...shell, ...environment(bpftrace, bufferPages), ...command],
      stdout === undefined ? {} : { stdout },
    );
}
