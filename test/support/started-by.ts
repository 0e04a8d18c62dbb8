import type { Test } from 'tap';

import type { ProbeChoice } from '../../src/program/variants.js';
import { tracer } from './life.js';
import { until } from './until.js';

/** Starts a trace by one kind of probe; undefined where it is refused, in one clear line. */
export async function startedBy(
  t: Test,
  kind: ProbeChoice,
  args: readonly string[],
  prefix: readonly string[] = [],
) {
  const probe = kind === 'auto' ? [] : ['--probe', kind];
  const trace = tracer(t, [...args, ...probe], { prefix });
  const ready = () => trace.records.find((record) => record.type === 'ready');
  let exitCode: number | undefined;
  void trace.ended(120).then(
    (ended) => (exitCode = ended.exitCode),
    () => undefined,
  );
  await until(() => ready() ?? exitCode !== undefined, `${kind} begins or ends`, 90);
  const begun = ready();
  return begun === undefined ? { refused: trace.stderr(), exitCode } : { trace, ready: begun };
}

export function isRefused(t: Test, kind: string, stderr: string, exitCode: number | undefined) {
  t.equal(exitCode, 3);
  const [cause = '', hint = ''] = stderr.trimEnd().split('\n').slice(-2);
  t.match(cause, new RegExp(`^signals-trace: The probe ${kind} is not available here: `));
  t.match(hint, /^ {2}leave --probe out/);
  t.comment(`skipped: ${cause}`);
}
