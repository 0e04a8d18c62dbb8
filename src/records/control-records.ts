import type { Balance } from '../pipeline/ledger.js';
import type { LostRange, OutOfSequence } from '../pipeline/order.js';
import { version } from '../version.js';
import type { Invalid, Warning } from '../wire/events.js';
import { SCHEMA_VERSION } from './record-schema.js';
import type { EndRecord, GapRecord, LostRecord, ReadyRecord, WarningRecord } from './records.js';
import { rfc3339, times } from './rfc3339.js';

/** What `ready` says of the place it comes from. */
export interface ReadyContext {
  readonly host: {
    readonly hostname: string;
    readonly kernel: string;
    readonly bootId: string | undefined;
  };
  readonly bpftrace: { readonly version: string; readonly path: string };
  readonly probe: ReadyRecord['probe'];
}

/** A time without tracing, until its end is known. Times are ns of the wall clock since 1970. */
export interface OpenGap {
  readonly from: bigint;
  readonly reason: string;
  readonly incarnation: number;
}

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

export function lostRecord(
  { cpu, count, after, before }: LostRange,
  wall: (ktime: bigint) => bigint,
  now: bigint,
): LostRecord {
  const at = before ?? after;
  return {
    type: 'lost',
    ...times(at === undefined ? now : wall(at)),
    count,
    ...(after === undefined ? {} : { from: rfc3339(wall(after)) }),
    ...(before === undefined ? {} : { to: rfc3339(wall(before)) }),
    cpu,
  };
}

export function warningRecord(wrong: Invalid | Warning, now: bigint): WarningRecord {
  if (wrong.kind === 'invalid') {
    const message = `A record that cannot be true was dropped: ${wrong.why}`;
    return { type: 'warning', ...times(now), code: 'invalid', message };
  }
  const { code, message, hint } = wrong;
  return { type: 'warning', ...times(now), code, message, ...(hint === undefined ? {} : { hint }) };
}

/** Of other probes than the signals' what was lost: what became of some of them, and failed calls. */
export function outcomesLostRecord({ probe, cpu, count }: LostRange, now: bigint): WarningRecord {
  if (probe === 'attempt') {
    const message = `${count} attempts were lost on CPU ${cpu}`;
    return { type: 'warning', ...times(now), code: 'attempts_lost', message };
  }
  const message = `${count} ${probe === 'exit' ? 'exits of processes' : 'deliveries of signals'} were lost on CPU ${cpu}: what became of some signals is not told`;
  return { type: 'warning', ...times(now), code: 'outcomes_lost', message };
}

export function outOfSequenceRecord(
  { probe, cpu, seq }: OutOfSequence,
  now: bigint,
): WarningRecord {
  const message = `Record ${seq} (${probe}) of CPU ${cpu} came after it had been accounted for; it is not shown`;
  return { type: 'warning', ...times(now), code: 'out_of_sequence', message };
}

export function endRecord(reason: string, balance: Balance, now: bigint): EndRecord {
  return { type: 'end', ...times(now), reason, ...balance };
}
