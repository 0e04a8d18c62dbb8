import type { ReadyRecord, TraceRecord } from '../records/records.js';

/** What this place can give, as the trace itself says. */
export interface HostAbilities {
  readonly absent: readonly string[];
  /** All pids are the host's, and other than those that processes here know themselves by. */
  readonly ownNamespace: boolean;
  /** How far times may be off, µs. */
  readonly clockErrorUs: number;
}

export function placeOf(ready: ReadyRecord, records: readonly TraceRecord[]): HostAbilities {
  return {
    absent: ready.absent,
    clockErrorUs: ready.clock_error_ns / 1000,
    ownNamespace: records.some((record) => record.type === 'warning' && record.code === OWN),
  };
}

const OWN = 'pid_namespace';

/** Why it can't give a field, undefined where it can. */
export function lacks({ absent }: HostAbilities, field: string): string | undefined {
  return absent.includes(field) ? `${field} is absent here` : undefined;
}
