import type { SignalRecord } from '../records/records.js';
import type { Context, Expectation } from './expectation.js';
import type { Fact } from './facts.js';
import { type HostAbilities, whyAbsent } from './host-abilities.js';

/** Lists the fields of the signal itself. */
export function signalFacts(
  { signal }: Expectation,
  record: SignalRecord,
  host: HostAbilities,
): Fact[] {
  const { origin, ignored_why: why, ...others } = signal;
  return [
    ...Object.entries(others).map(([field, expected]) => ({
      field,
      expected: [expected],
      seen: record[field as keyof typeof others],
      // Some probes provide a field for some signals only; where it is there it must be right.
      lacking: field in record ? undefined : whyAbsent(host, field),
    })),
    {
      field: 'origin',
      expected: [origin],
      seen: record.origin,
      // Some origins are known even where the host lacks the field in general.
      lacking: record.origin === 'unknown' ? whyAbsent(host, 'origin') : undefined,
    },
    ...(why === undefined
      ? []
      : [
          {
            field: 'ignored_why',
            expected: [why],
            seen: record.ignored_why,
            lacking: whyAbsent(host, 'ignored_why'),
          },
        ]),
  ];
}

/** A record's time may differ this much from the actor's clock. */
const SLACK_US = 1000;

/** Checks that the signal came while it was sent, and that both times of the record agree. */
export function timeFacts(
  { from }: Expectation,
  { time, epoch_us: us }: SignalRecord,
  { times: { before, sent, ended } }: Context,
  { clockErrorUs }: HostAbilities,
): Fact[] {
  const slack = SLACK_US + clockErrorUs;
  const first = before * 1000 - slack;
  // The actor's clock counts whole milliseconds.
  const last = ((from === 'actor' ? sent : ended) + 1) * 1000 + slack;
  const within = `${first} to ${last}`;
  return [
    { field: 'epoch_us', expected: [within], seen: us >= first && us <= last ? within : us },
    { field: 'time', expected: [microsecondsText(us)], seen: time.slice(0, -4) },
  ];
}

function microsecondsText(us: number): string {
  const milliseconds = new Date(Math.floor(us / 1000)).toISOString().slice(0, -1);
  return `${milliseconds}${String(us % 1000).padStart(3, '0')}`;
}

/** Checks that all signals of one call have the same group id: the id of the first. */
export function groupFact(found: readonly (SignalRecord | undefined)[], host: HostAbilities): Fact {
  const [first] = found
    .filter((signal) => signal !== undefined)
    .sort((a, b) => Number(BigInt(a.ktime) - BigInt(b.ktime)));
  return {
    field: 'group_id',
    expected: [found.map(() => first?.id ?? null)],
    seen: found.map((signal) => signal?.group_id ?? null),
    lacking: whyAbsent(host, 'group_id'),
  };
}
