import type { ExitRecord, OutcomeRecord, SignalRecord, TraceRecord } from '../records/records.js';
import type { Context, Expectation, SmokeCase } from './expectation.js';
import { checkFacts } from './facts.js';
import { type HostAbilities, whyAbsent } from './host-abilities.js';
import { exitFacts, outcomeFacts } from './outcome-facts.js';
import { ownPid, senderFacts, targetFacts } from './process-facts.js';
import { groupFact, signalFacts, timeFacts } from './signal-facts.js';
import type { SmokeCheck } from './smoke-report.js';

/** Compares the records of one case with the records that it must have. */
export function compare(
  { name, expected, oneCall }: SmokeCase,
  context: Context,
  records: readonly TraceRecord[],
  host: HostAbilities,
): SmokeCheck[] {
  const signals = records.filter((record) => record.type === 'signal');
  const found = expected.map((one) => signals.find((signal) => isOf(signal, one, context, host)));
  const checks = expected.flatMap((one, i) => {
    const what = one.what === '' ? name : `${name}, ${one.what}`;
    return compareSignal(what, one, context, { signal: found[i], signals, records }, host);
  });
  // A signal that was not seen has failed a check already.
  return oneCall === true && !found.includes(undefined)
    ? [...checks, ...checkFacts(`${name}: one call`, [groupFact(found, host)])]
    : checks;
}

interface Seen {
  readonly signal: SignalRecord | undefined;
  readonly signals: readonly SignalRecord[];
  readonly records: readonly TraceRecord[];
}

function compareSignal(
  name: string,
  expected: Expectation,
  context: Context,
  { signal, signals, records }: Seen,
  host: HostAbilities,
): SmokeCheck[] {
  const unseen = whyAbsent(host, `result=${expected.signal.result}`);
  if (unseen !== undefined) {
    return checkFacts(name, [{ field: 'signal', expected: [], seen: signal, lacking: unseen }]);
  }
  if (signal === undefined) {
    const pid = context.processes[expected.to]?.pid;
    const others = signals.filter(({ target }) => ownPid(target, host) === pid);
    return [
      {
        name: `${name}: signal`,
        verdict: 'failed',
        expected: { ...expected.signal, target: { pid } },
        seen: others.length === 0 ? null : others.map((other) => other.signal),
      },
    ];
  }
  const outcome = records.find(
    (record): record is OutcomeRecord =>
      // Another outcome replaces `pending` later.
      record.type === 'outcome' && record.signal_id === signal.id && record.outcome !== 'pending',
  );
  const exit = records.find(
    (record): record is ExitRecord =>
      record.type === 'exit' && record.signal_ids.includes(signal.id),
  );
  return [
    ...checkFacts(`${name}: signal`, [
      ...signalFacts(expected, signal, host),
      ...timeFacts(expected, signal, context, host),
    ]),
    ...checkFacts(`${name}: sender`, senderFacts(expected, signal, signals, context, host)),
    ...checkFacts(`${name}: target`, targetFacts(expected, signal, signals, context, host)),
    ...checkFacts(`${name}: outcome`, outcomeFacts(expected, outcome, context, host)),
    ...checkFacts(`${name}: exit`, exitFacts(expected, outcome, exit, context, host)),
  ];
}

function isOf(
  record: SignalRecord,
  { signal, to }: Expectation,
  context: Context,
  host: HostAbilities,
): boolean {
  return (
    record.signal === signal.signal && ownPid(record.target, host) === context.processes[to]?.pid
  );
}
