import type { ReadyRecord, TraceRecord } from '../records/records.js';

/** What the trace can report on this host, as its own records say. */
export interface HostAbilities {
  readonly absent: readonly string[];
  /** Processes here see other pids than the records have, which are the host's. */
  readonly ownPidNamespace: boolean;
  /** Largest error of a record's time, microseconds. */
  readonly clockErrorUs: number;
}

export function hostAbilities(ready: ReadyRecord, records: readonly TraceRecord[]): HostAbilities {
  return {
    absent: ready.absent,
    clockErrorUs: ready.clock_error_ns / 1000,
    ownPidNamespace: records.some(
      (record) => record.type === 'warning' && record.code === PID_NAMESPACE,
    ),
  };
}

const PID_NAMESPACE = 'pid_namespace';

/** Returns the reason why this host cannot provide a field; undefined where it can. */
export function whyAbsent({ absent }: HostAbilities, field: string): string | undefined {
  return absent.includes(field) ? `${field} is absent here` : undefined;
}
