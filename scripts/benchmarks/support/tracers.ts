import { atLeast } from '../../../src/bpftrace/find.js';
import { plan } from '../../../src/plan.js';
import { type Run, run } from './run.js';

/** The one signal that is used here. */
export const SIGUSR1 = 10;

/** The built signals-trace, tracing SIGUSR1 to one process as NDJSON. */
export function startOurs(target: number, stdout?: number): Run {
  const command = ['dist/bin.js', '--json', '--signal', 'USR1', '--to', String(target)];
  return run([process.execPath, ...command], stdout === undefined ? {} : { stdout });
}

/** bpftrace with the very program and environment that `startOurs` gives it, and nobody else. */
export async function bareBpftrace(target: number): Promise<(stdout?: number) => Run> {
  const signals = { except: false, numbers: [SIGUSR1] };
  const { bpftrace, programs, bufferPages } = await plan({
    filter: { signals, to: [{ kind: 'pid', pid: target }] },
  });
  const quiet = atLeast(bpftrace, 12) ? ['--no-warnings'] : [];
  const command = [bpftrace.path, ...quiet, '-f', 'json', '-e', programs[0].text];
  const env = {
    LC_ALL: 'C',
    BPFTRACE_PERF_RB_PAGES: String(bufferPages),
    BPFTRACE_MAX_STRLEN: '64',
  };
  return (stdout) =>
    // The program is told the tracer's pids: there is only this one.
    run(['sh', '-c', 'exec "$@" $$ $$ $$ $$ $$ $$', 'sh', ...command], {
      env,
      ...(stdout === undefined ? {} : { stdout }),
    });
}
