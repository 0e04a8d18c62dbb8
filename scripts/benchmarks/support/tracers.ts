import { writeFileSync } from 'node:fs';
import path from 'node:path';

import { assignments, environment, FUNCTIONS, quiet } from '../../../src/bpftrace/environment.js';
import { atLeast } from '../../../src/bpftrace/find.js';
import { plan, type PlanOptions } from '../../../src/plan/plan.js';
import { kindOf, type Variant } from '../../../src/program/variants.js';
import { type Run, run } from './run.js';
import { temporaryFolder } from './temporary.js';

/** The one signal that most is measured with. */
export const SIGUSR1 = 10;

/** SIGUSR1 to one process. */
export function toTarget(target: number): PlanOptions {
  const signals = { except: false, numbers: [SIGUSR1] };
  return { filter: { signals, to: [{ kind: 'pid', pid: target }] } };
}

/** The built signals-trace, tracing SIGUSR1 to one process as NDJSON. */
export function startOurs(target: number, stdout?: number): Run {
  const command = ['dist/bin.cjs', '--json', '--signal', 'USR1', '--to', String(target)];
  return run([process.execPath, ...command], stdout === undefined ? {} : { stdout });
}

/** Another program than the one that is tried first. */
export interface Other {
  readonly variant?: Variant;
  /** With all of the kernel's types, where it would get those alone that it uses. */
  readonly allTypes?: boolean;
}

/** Whether signals-trace gives bpftrace those of the kernel's types alone that the program uses. */
export async function cutsTypes(options: PlanOptions): Promise<boolean> {
  const { programs } = await plan(options);
  return programs[0].types !== undefined;
}

/** bpftrace with the very program and environment that signals-trace would give it, and nobody else. */
export async function bareBpftrace(
  options: PlanOptions,
  { variant, allTypes = false }: Other = {},
): Promise<(stdout?: number) => Run> {
  const { bpftrace, programs, bufferPages } = await plan(options);
  const wanted = variant ?? programs[0].variant;
  const program = programs.find(
    ({ variant, types }) => variant === wanted && !(allTypes && types !== undefined),
  );
  if (program === undefined) throw new Error(`no ${wanted} program for this host`);
  const folder = temporaryFolder();
  // A file, as for signals-trace: the program in the arguments would be another load on the host.
  const file = path.join(folder, 'program.bt');
  writeFileSync(file, program.text);
  const types = path.join(folder, 'types.btf');
  if (program.types !== undefined) writeFileSync(types, program.types);
  // The last of two with the same name counts, and bpftrace 0.17 is given all types as well.
  const ofTypes = program.types === undefined ? [] : [`BPFTRACE_BTF=${types}`];
  const functions = kindOf(program.variant) !== 'tracepoint';
  const traceable = functions && atLeast(bpftrace, 25) ? ['--traceable-functions', FUNCTIONS] : [];
  const variables = [...assignments(environment(bpftrace, bufferPages, functions)), ...ofTypes];
  const command = [bpftrace.path, ...quiet(bpftrace), ...traceable, '-f', 'json', file];
  // The program's positional parameters are the tracer's pids: there is only this one.
  const shell = ['sh', '-c', 'exec env "$@" $$ $$ $$ $$ $$ $$', 'sh'];
  return (stdout) =>
    run([...shell, ...variables, ...command], stdout === undefined ? {} : { stdout });
}

/** bpftrace with a program that leaves every signal out by its number, and does nothing else. */
export async function emptyProgram(): Promise<(stdout?: number) => Run> {
  const { bpftrace } = await plan({});
  const program =
    'BEGIN { printf("t|\\n"); } tracepoint:signal:signal_generate /args->sig == 0/ { @ = 1; }';
  const command = [bpftrace.path, ...quiet(bpftrace), '-f', 'json', '-e', program];
  return (stdout) => run(command, stdout === undefined ? {} : { stdout });
}
