import type {
  ExitRecord,
  OutcomeRecord,
  Process,
  SignalRecord,
  TraceRecord,
} from '../schema/records.js';
import type { Case, Told } from './cases.js';
import type { Check } from './check.js';
import { checksOf, type Fact } from './facts.js';
import { lacks, type Place } from './place.js';
import type { Cast, Role } from './play.js';

/** What is known of the processes that took part. */
export interface Company {
  readonly cast: Cast;
  readonly comms: Readonly<Record<Role, string>>;
  readonly uid: number;
}

/** Compares what was told of a play with what must be. */
export function judge(
  { name, told, oneCall }: Case,
  company: Company,
  records: readonly TraceRecord[],
  place: Place,
): Check[] {
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
  told: Told,
  company: Company,
  { signal, signals, records }: Seen,
  place: Place,
): Check[] {
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
    ...checksOf(`${name}: signal`, signalFacts(told, signal, place)),
    ...checksOf(`${name}: sender`, senderFacts(told, signal, company, place)),
    ...checksOf(`${name}: target`, [
      ...processFacts(told.to, signal.target, company, place),
      uidFact(signal.target, company, lacks(place, 'target.uid')),
    ]),
    ...checksOf(`${name}: outcome`, outcomeFacts(told, outcome, company, place)),
    ...checksOf(`${name}: exit`, exitFacts(told, outcome, exit, company, place)),
  ];
}

function isOf(record: SignalRecord, { signal, to }: Told, company: Company, place: Place): boolean {
  return (
    record.signal === signal.signal && identity(record.target, place) === numberOf(to, company)
  );
}

/** The number that a process of this place knows itself by. */
function identity({ pid, tid, nspid }: Process, place: Place): number | undefined {
  if (place.ownNamespace) return nspid ?? pid;
  return lacks(place, 'target.pid') === undefined ? pid : tid;
}

function numberOf(role: Role, { cast }: Company): number | undefined {
  return cast[role];
}

function signalFacts({ signal }: Told, record: SignalRecord, place: Place): Fact[] {
  const { origin, ignored_why: why, ...others } = signal;
  return [
    ...Object.entries(others).map(([field, expected]) => ({
      field,
      expected: [expected],
      seen: record[field as keyof typeof others],
      // Some probes can give it of some signals alone.
      lacking: field in record ? undefined : lacks(place, field),
    })),
    { field: 'origin', expected: [origin], seen: record.origin, lacking: lacks(place, 'origin') },
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

function senderFacts(
  { from, byOrigin }: Told,
  { sender }: SignalRecord,
  company: Company,
  place: Place,
): Fact[] {
  const lacking = byOrigin === true ? lacks(place, 'origin') : undefined;
  if (from === null) return [{ field: 'sender', expected: [null], seen: sender, lacking }];
  // Of senders the tracepoint itself gives the pid.
  const known = { ...place, absent: place.absent.filter((field) => field !== 'target.pid') };
  const facts = [
    ...processFacts(from, sender ?? undefined, company, known),
    uidFact(sender ?? undefined, company),
  ];
  return lacking === undefined
    ? facts
    : [{ field: 'pid, tid, comm, uid', expected: [], seen: sender, lacking }];
}

/** Who it is: by pids and by name. */
function processFacts(
  role: Role,
  seen: Process | undefined,
  company: Company,
  place: Place,
): Fact[] {
  const number = numberOf(role, company);
  const numbers: Fact[] = place.ownNamespace
    ? [
        {
          field: 'pid',
          expected: [number],
          seen: seen?.pid,
          lacking: "pids are the host's: this runs in a pid namespace of its own",
        },
        { field: 'nspid', expected: [number], seen: seen?.nspid ?? seen?.pid },
      ]
    : [
        {
          field: 'pid',
          expected: [number],
          seen: seen?.pid,
          lacking: lacks(place, 'target.pid'),
        },
        { field: 'tid', expected: [number], seen: seen?.tid },
      ];
  return [...numbers, { field: 'comm', expected: [company.comms[role]], seen: seen?.comm }];
}

function uidFact(seen: Process | undefined, { uid }: Company, lacking?: string): Fact {
  return { field: 'uid', expected: [uid], seen: seen?.uid, lacking };
}

function outcomeFacts(
  { outcome, to }: Told,
  record: OutcomeRecord | undefined,
  company: Company,
  place: Place,
): Fact[] {
  if (outcome === undefined) return [];
  const lacking = lacks(place, 'outcome');
  if (lacking !== undefined) return [{ field: 'outcome', expected: [], seen: record, lacking }];
  const fatal = outcome.includes('terminated');
  const of = record === undefined ? undefined : identity(record.target, place);
  return [
    { field: 'outcome', expected: outcome, seen: record?.outcome },
    { field: 'fatal', expected: [fatal], seen: record?.fatal },
    { field: 'target', expected: [numberOf(to, company)], seen: of },
  ];
}

function exitFacts(
  { exit, signal, to }: Told,
  outcome: OutcomeRecord | undefined,
  record: ExitRecord | undefined,
  company: Company,
  place: Place,
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
function groupFact(found: readonly (SignalRecord | undefined)[], place: Place): Fact {
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
