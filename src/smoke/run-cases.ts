import type { ReadyRecord } from '../records/records.js';
import type { ActorProcess } from './actor-process.js';
import { compare } from './compare.js';
import type { Context, SmokeCase } from './expectation.js';
import { hostAbilities } from './host-abilities.js';
import type { ScenarioResult } from './scenario.js';
import type { SmokeCheck } from './smoke-report.js';
import type { TraceReader } from './trace-reader.js';

/** The running trace and actor that cases need. */
export interface SmokeRun {
  readonly trace: Pick<TraceReader, 'records' | 'until'>;
  readonly actor: Pick<ActorProcess, 'run'>;
  readonly interrupted: AbortSignal;
  /** Time within which all records must have come. */
  readonly patienceMs: number;
  readonly comms: Context['comms'];
  readonly ready: ReadyRecord;
}

/**
 * Runs the scenarios one after the other, then waits until the records of all of them are right or
 * the patience is over.
 *
 * @param from index of the first record that counts
 */
export async function runCases(
  cases: readonly SmokeCase[],
  { trace, actor, interrupted, patienceMs, comms, ready }: SmokeRun,
  from: number,
): Promise<SmokeCheck[]> {
  const runs: { readonly smokeCase: SmokeCase; readonly result: ScenarioResult }[] = [];
  for (const smokeCase of cases) {
    runs.push({ smokeCase, result: await actor.run(smokeCase.scenario, interrupted) });
  }
  const ids = { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 };
  const compareAll = () => {
    const host = hostAbilities(ready, trace.records);
    const records = trace.records.slice(from);
    return runs.flatMap(({ smokeCase, result }): SmokeCheck[] =>
      'failed' in result
        ? [
            {
              name: smokeCase.name,
              verdict: 'failed',
              expected: 'to be run',
              seen: result.failed,
            },
          ]
        : compare(smokeCase, { ...result, comms, ...ids }, records, host),
    );
  };
  const withoutFailure = () => {
    const checks = compareAll();
    return checks.some(({ verdict }) => verdict === 'failed') ? undefined : checks;
  };
  const hopeless = runs.every(({ result }) => 'failed' in result);
  return (await trace.until(withoutFailure, hopeless ? 0 : patienceMs)) ?? compareAll();
}
