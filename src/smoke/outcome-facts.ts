import type { ExitRecord, OutcomeRecord } from '../records/records.js';
import type { Context, Expectation } from './expectation.js';
import type { Fact } from './facts.js';
import { type HostAbilities, whyAbsent } from './host-abilities.js';
import { ownPid } from './process-facts.js';

/** Lists the fields of the signal's outcome; none where no outcome is expected. */
export function outcomeFacts(
  { outcome, to }: Expectation,
  record: OutcomeRecord | undefined,
  context: Context,
  host: HostAbilities,
): Fact[] {
  if (outcome === undefined) return [];
  const lacking = whyAbsent(host, 'outcome');
  if (lacking !== undefined) return [{ field: 'outcome', expected: [], seen: record, lacking }];
  const fatal = outcome.includes('terminated');
  const { pid, cmdline } = context.processes[to] ?? {};
  const targetPid = record === undefined ? undefined : ownPid(record.target, host);
  return [
    { field: 'outcome', expected: outcome, seen: record?.outcome },
    { field: 'fatal', expected: [fatal], seen: record?.fatal },
    { field: 'target', expected: [pid], seen: targetPid },
    // The target was still alive when the kernel delivered the signal, so its command line is known.
    ...(cmdline === undefined
      ? []
      : [{ field: 'cmdline of the target', expected: [cmdline], seen: record?.target.cmdline }]),
  ];
}

/** Lists the fields of the target's end; none where another expectation has it. */
export function exitFacts(
  { exit, signal, to }: Expectation,
  outcome: OutcomeRecord | undefined,
  record: ExitRecord | undefined,
  context: Context,
  host: HostAbilities,
): Fact[] {
  if (exit === undefined) return [];
  const lacking = whyAbsent(host, 'exit');
  if (lacking !== undefined) return [{ field: 'exit', expected: [], seen: record, lacking }];
  const { signal: name, signo } = signal;
  const core = outcome?.outcome === 'dumped';
  const expected = exit === 'of it' ? { signal: name, signo, core } : exit;
  const targetPid = record === undefined ? undefined : ownPid(record.target, host);
  return [
    { field: 'exit', expected: [expected], seen: record?.exit },
    ...(exit === 'of it'
      ? [
          {
            field: 'exit of the outcome',
            expected: [expected],
            seen: outcome?.exit,
            lacking: whyAbsent(host, 'outcome'),
          },
        ]
      : []),
    { field: 'target', expected: [context.processes[to]?.pid], seen: targetPid },
  ];
}
