import type { EndRecord, ReadyRecord, TraceRecord } from '../records/records.js';
import { checkFacts } from './facts.js';
import type { SmokeCheck, SmokeReport } from './smoke-report.js';

/** Checks the ledger of a trace that has ended, and that nothing was lost. */
export function ledgerChecks(
  records: readonly TraceRecord[],
  error: Error | undefined,
): SmokeCheck[] {
  const end = records.find((record): record is EndRecord => record.type === 'end');
  return [
    ...checkFacts('the ledger adds up', [
      { field: 'unaccounted', expected: [0], seen: end?.unaccounted },
      { field: 'invalid', expected: [0], seen: end?.invalid },
      { field: 'error', expected: [null], seen: error?.message ?? null },
    ]),
    ...checkFacts('nothing is lost', [{ field: 'lost', expected: [0], seen: end?.lost }]),
  ];
}

/** Lists what the trace warned of. */
export function warningsOf(records: readonly TraceRecord[]): string[] {
  return records.flatMap((record) => {
    if (record.type === 'warning') return [`${record.code}: ${record.message}`];
    // A missing signal may be among the skipped ones, or these were signals of others.
    return record.type === 'end' && (record.skipped ?? 0) > 0
      ? [`skipped: the kernel kept the probe from running ${record.skipped ?? 0} times`]
      : [];
  });
}

/** Names the versions and the probe for a person who reads the report on another host. */
export function environmentOf({
  version,
  kernel,
  bpftrace,
  probe,
  absent,
}: ReadyRecord): SmokeReport['environment'] {
  return {
    'signals-trace': version,
    kernel,
    bpftrace: bpftrace.version,
    probe,
    absent: absent.join(', ') || 'nothing',
  };
}
