import type {
  ExitRecord,
  OutcomeRecord,
  Process,
  SignalRecord,
  TraceRecord,
} from '../records/records.js';
import type { Case, Expectation } from './cases.js';
import type { SmokeCheck } from './check.js';
import { checksOf, type Fact } from './facts.js';
import { type HostAbilities, lacks } from './place.js';
import { type Context, type End, processFacts } from './process-facts.js';
import type { Role } from './scenario.js';

/** Compares what was told of a play with what must be. */
export function judge(
  { name, told, oneCall }: Case,
  company: Context,
  records: readonly TraceRecord[],
  place: HostAbilities,
): SmokeCheck[] {
  const signals = records.filter((record) => record.type === 'signal');
  const found = told.map((one) => signals.find((signal) => isOf(signal, one, company, place)));
  const checks = told.flatMap((one, i) => {
    const what = one.what === '' ? name : `${name}, ${one.what}`;
    return judgeOne(what, one, company, { signal: found[i], signals, records }, place);
  });
  // Of one that was not seen, its own check has told.
  return oneCall === true && !found.includes(undefined)
    ? [...checks, ...checksOf(`${name}: one call`, [groupFact(found, place)])]
    : checks;
}

interface Seen {
  readonly signal: SignalRecord | undefined;
  readonly signals: readonly SignalRecord[];
  readonly records: readonly TraceRecord[];
}

function judgeOne(
  name: string,
  told: Expectation,
  company: Context,
  { signal, signals, records }: Seen,
  place: HostAbilities,
): SmokeCheck[] {
  const unseen = lacks(place, `result=${told.signal.result}`);
  if (unseen !== undefined) {
    return checksOf(name, [{ field: 'signal', expected: [], seen: signal, lacking: unseen }]);
  }
  if (signal === undefined) {
    const to = numberOf(told.to, company);
    const others = signals.filter(({ target }) => identity(target, place) === to);
    return [
      {
        name: `${name}: signal`,
        verdict: 'failed',
        expected: { ...told.signal, target: { pid: to } },
        seen: others.length === 0 ? null : others.map((other) => other.signal),
      },
    ];
  }
  const outcome = records.find(
    (record): record is OutcomeRecord =>
      // What still waits is told anew when it has been taken.
      record.type === 'outcome' && record.signal_id === signal.id && record.outcome !== 'pending',
  );
  const exit = records.find(
    (record): record is ExitRecord =>
      record.type === 'exit' && record.signal_ids.includes(signal.id),
  );
  return [
    ...checksOf(`${name}: signal`, [
      ...signalFacts(told, signal, place),
      ...timeFacts(told, signal, company, place),
    ]),
    ...checksOf(`${name}: sender`, senderFacts(told, signal, signals, company, place)),
    ...checksOf(`${name}: target`, targetFacts(told, signal, signals, company, place)),
    ...checksOf(`${name}: outcome`, outcomeFacts(told, outcome, company, place)),
    ...checksOf(`${name}: exit`, exitFacts(told, outcome, exit, company, place)),
  ];
}

function isOf(
  record: SignalRecord,
  { signal, to }: Expectation,
  company: Context,
  place: HostAbilities,
): boolean {
  return (
    record.signal === signal.signal && identity(record.target, place) === numberOf(to, company)
  );
}

/** The number that a process of this place knows itself by. */
function identity({ pid, tid, nspid }: Process, place: HostAbilities): number | undefined {
  if (place.ownNamespace) return nspid ?? pid;
  return lacks(place, 'target.pid') === undefined ? pid : tid;
}

function numberOf(role: Role, { cast }: Context): number | undefined {
  return cast[role]?.pid;
}

function signalFacts({ signal }: Expectation, record: SignalRecord, place: HostAbilities): Fact[] {
  const { origin, ignored_why: why, ...others } = signal;
  return [
    ...Object.entries(others).map(([field, expected]) => ({
      field,
      expected: [expected],
      seen: record[field as keyof typeof others],
      // Some probes can give it of some signals alone.
      lacking: field in record ? undefined : lacks(place, field),
    })),
    {
      field: 'origin',
      expected: [origin],
      seen: record.origin,
      // Of some signals it is told all the same.
      lacking: record.origin === 'unknown' ? lacks(place, 'origin') : undefined,
    },
    ...(why === undefined
      ? []
      : [
          {
            field: 'ignored_why',
            expected: [why],
            seen: record.ignored_why,
            lacking: lacks(place, 'ignored_why'),
          },
        ]),
  ];
}

/** Times are right to within so much, whatever the wall clock is set to. */
const SLACK_US = 1000;

/** It came while it was sent, and both times are one. */
function timeFacts(
  { from }: Expectation,
  { time, epoch_us: us }: SignalRecord,
  { times: { before, sent, ended } }: Context,
  { clockErrorUs }: HostAbilities,
): Fact[] {
  const slack = SLACK_US + clockErrorUs;
  const first = before * 1000 - slack;
  // The actor's clock tells whole ms.
  const last = ((from === 'actor' ? sent : ended) + 1) * 1000 + slack;
  const within = `${first} to ${last}`;
  return [
    { field: 'epoch_us', expected: [within], seen: us >= first && us <= last ? within : us },
    { field: 'time', expected: [toMicroseconds(us)], seen: time.slice(0, -4) },
  ];
}

function toMicroseconds(us: number): string {
  const toMilliseconds = new Date(Math.floor(us / 1000)).toISOString().slice(0, -1);
  return `${toMilliseconds}${String(us % 1000).padStart(3, '0')}`;
}

function senderFacts(
  { from, byOrigin, signal }: Expectation,
  { sender }: SignalRecord,
  signals: readonly SignalRecord[],
  company: Context,
  place: HostAbilities,
): Fact[] {
  const lacking = byOrigin === true && sender === undefined ? lacks(place, 'origin') : undefined;
  if (from === null) return [{ field: 'sender', expected: [null], seen: sender, lacking }];
  if (lacking !== undefined) return [{ field: 'sender', expected: [], seen: sender, lacking }];
  // Who tells its parent of its end has no memory any more.
  const mayBeGone = signal.origin === 'child';
  const end: End = { of: 'sender', seen: sender ?? undefined, mayBeGone, signals };
  return processFacts(from, end, company, place);
}

function targetFacts(
  { to }: Expectation,
  { target }: SignalRecord,
  signals: readonly SignalRecord[],
  company: Context,
  place: HostAbilities,
): Fact[] {
  // It tells of itself when it takes the signal, which may be after this has been told.
  const mayBeGone = to !== 'actor';
  return processFacts(to, { of: 'target', seen: target, mayBeGone, signals }, company, place);
}

function outcomeFacts(
  { outcome, to }: Expectation,
  record: OutcomeRecord | undefined,
  company: Context,
  place: HostAbilities,
): Fact[] {
  if (outcome === undefined) return [];
  const lacking = lacks(place, 'outcome');
  if (lacking !== undefined) return [{ field: 'outcome', expected: [], seen: record, lacking }];
  const fatal = outcome.includes('terminated');
  const cmdline = company.cast[to]?.cmdline;
  const of = record === undefined ? undefined : identity(record.target, place);
  return [
    { field: 'outcome', expected: outcome, seen: record?.outcome },
    { field: 'fatal', expected: [fatal], seen: record?.fatal },
    { field: 'target', expected: [numberOf(to, company)], seen: of },
    // As it tells of itself.
    ...(cmdline === undefined
      ? []
      : [{ field: 'cmdline of the target', expected: [cmdline], seen: record?.target.cmdline }]),
  ];
}

function exitFacts(
  { exit, signal, to }: Expectation,
  outcome: OutcomeRecord | undefined,
  record: ExitRecord | undefined,
  company: Context,
  place: HostAbilities,
): Fact[] {
  if (exit === undefined) return [];
  const lacking = lacks(place, 'exit');
  if (lacking !== undefined) return [{ field: 'exit', expected: [], seen: record, lacking }];
  const { signal: name, signo } = signal;
  const core = outcome?.outcome === 'dumped';
  const expected = exit === 'of it' ? { signal: name, signo, core } : exit;
  const of = record === undefined ? undefined : identity(record.target, place);
  return [
    { field: 'exit', expected: [expected], seen: record?.exit },
    ...(exit === 'of it'
      ? [
          {
            field: 'exit of the outcome',
            expected: [expected],
            seen: outcome?.exit,
            lacking: lacks(place, 'outcome'),
          },
        ]
      : []),
    { field: 'target', expected: [numberOf(to, company)], seen: of },
  ];
}

/** The same on all of them: the id of the first. */
function groupFact(found: readonly (SignalRecord | undefined)[], place: HostAbilities): Fact {
  const [first] = found
    .filter((signal) => signal !== undefined)
    .sort((a, b) => Number(BigInt(a.ktime) - BigInt(b.ktime)));
  return {
    field: 'group_id',
    expected: [found.map(() => first?.id ?? null)],
    seen: found.map((signal) => signal?.group_id ?? null),
    lacking: lacks(place, 'group_id'),
  };
}
