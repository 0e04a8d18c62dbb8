import { version } from '../version.js';
import { SCHEMA_VERSION } from './record-schema.js';
import type { EndRecord, GapRecord, LostRecord, ReadyRecord, WarningRecord } from './records.js';
import { rfc3339, times } from './rfc3339.js';

/** What `ready` tells of the host and of what traces it. */
export interface ReadyContext {
  readonly host: {
    readonly hostname: string;
    readonly kernel: string;
    readonly bootId: string | undefined;
  };
  readonly bpftrace: { readonly version: string; readonly path: string };
  readonly probe: ReadyRecord['probe'];
}

/** A time without tracing whose end is not known yet. Times are ns of the wall clock since 1970. */
export interface OpenGap {
  readonly from: bigint;
  readonly reason: string;
  readonly incarnation: number;
}

/** Events of one CPU that never came. Times are ns of the wall clock since 1970. */
export interface LostSpan {
  readonly cpu: number;
  readonly count: number;
  /** Time of the record before them and of the one after, where there is one. */
  readonly after: bigint | undefined;
  readonly before: bigint | undefined;
}

/** The counts of `end` without its reason; the schema describes each. */
export type Balance = Omit<EndRecord, 'type' | 'time' | 'epoch_us' | 'reason'>;

export function readyRecord(
  { host, bpftrace, probe }: ReadyContext,
  absent: readonly string[],
  clockErrorNs: bigint,
  incarnation: number,
  now: bigint,
): ReadyRecord {
  return {
    type: 'ready',
    ...times(now),
    version,
    schema: SCHEMA_VERSION,
    hostname: host.hostname,
    ...(host.bootId === undefined ? {} : { boot_id: host.bootId }),
    kernel: host.kernel,
    bpftrace: { version: bpftrace.version, path: bpftrace.path },
    probe,
    absent: [...absent],
    clock_error_ns: Number(clockErrorNs),
    incarnation,
  };
}

export function gapRecord({ from, reason, incarnation }: OpenGap, now: bigint): GapRecord {
  return {
    type: 'gap',
    ...times(now),
    from: rfc3339(from),
    to: rfc3339(now),
    reason,
    incarnation,
    recovered: 0,
    unrecovered: null,
  };
}

export function lostRecord({ cpu, count, after, before }: LostSpan, now: bigint): LostRecord {
  return {
    type: 'lost',
    ...times(before ?? after ?? now),
    count,
    ...(after === undefined ? {} : { from: rfc3339(after) }),
    ...(before === undefined ? {} : { to: rfc3339(before) }),
    cpu,
  };
}

export function warningRecord(
  { code, message, hint }: Pick<WarningRecord, 'code' | 'message' | 'hint'>,
  now: bigint,
): WarningRecord {
  return { type: 'warning', ...times(now), code, message, ...(hint === undefined ? {} : { hint }) };
}

export function endRecord(reason: string, balance: Balance, now: bigint): EndRecord {
  return { type: 'end', ...times(now), reason, ...balance };
}
