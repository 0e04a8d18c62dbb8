import type { ExitRecord, ExitStatus, OutcomeRecord, Process } from '../records/records.js';
import { times } from '../records/rfc3339.js';
import { signalName } from '../signals/numbers.js';
import type { Delivery } from '../wire/events.js';
import { type End, senderOf } from './ends.js';
import type { TracedSignal } from './traced-signal.js';

/** The time of an outcome, and the CPU where the kernel saw it. */
export interface Moment {
  readonly ktime: bigint;
  readonly cpu?: number;
  /** ns since 1970. */
  readonly wall: bigint;
  /** The thread that took a delivery. */
  readonly tid?: number;
  /** A record with a greater ktime was already written. */
  readonly late?: boolean;
}

/** Outcomes that are seen some time after they have come about. */
const SEEN_LATER: readonly OutcomeRecord['outcome'][] = ['taken', 'dumping'];

/** Details of an outcome, as far as they are known. */
export interface OutcomeDetails {
  readonly inferred?: boolean;
  /** The process, as it tells of itself. */
  readonly own?: End | undefined;
  readonly exit?: ExitStatus;
  /** Id of the signal that the process caught, and then sent itself. */
  readonly reraiseOf?: string | undefined;
  readonly pendingWhy?: OutcomeRecord['pending_why'];
  readonly byTracer?: boolean;
  /** Id of the signal that ended the process first. */
  readonly cutShortBy?: string;
}

export function outcomeRecord(
  sent: TracedSignal,
  outcome: OutcomeRecord['outcome'],
  { ktime, cpu, wall, tid: takenBy, late }: Moment,
  more: OutcomeDetails,
): OutcomeRecord {
  const { id, facts } = sent;
  const sender = senderOf(sent);
  // The process's own description is the best; the thread is the one that the signal was for.
  const { targetTid: tid, targetComm: comm } = facts;
  const target = { ...sent.target.read(), ...more.own?.read(), tid, comm };
  return {
    type: 'outcome',
    ...times(wall),
    ktime: String(ktime),
    ...(cpu === undefined ? {} : { cpu }),
    signal_id: id,
    signal: signalName(facts.signo),
    signo: facts.signo,
    origin: sent.shared.origin,
    ...(sender === undefined ? {} : { sender }),
    target,
    outcome,
    // When it was is not known, only by when.
    ...(SEEN_LATER.includes(outcome) ? {} : { latency_ns: Number(ktime - sent.ktime) }),
    ...(takenBy === undefined ? {} : { taken_by: takenBy }),
    ...(more.byTracer === true ? { by_tracer: true } : {}),
    ...(more.pendingWhy === undefined ? {} : { pending_why: more.pendingWhy }),
    fatal: outcome === 'terminated' || outcome === 'dumped',
    ...(more.exit === undefined ? {} : { exit: more.exit }),
    ...(more.reraiseOf === undefined ? {} : { reraise_of: more.reraiseOf }),
    ...(more.cutShortBy === undefined ? {} : { cut_short_by: more.cutShortBy }),
    ...(more.inferred === true ? { inferred: true } : {}),
    ...(late === true ? { late } : {}),
  };
}

/** The outcome of a signal that was not traced, as its delivery tells it. */
export function unmatchedRecord(
  { signo, handler, tid: takenBy }: Delivery,
  isOfPerf: boolean,
  { ktime, cpu, wall, late }: Moment,
  process: Process,
): OutcomeRecord {
  return {
    type: 'outcome',
    ...times(wall),
    ktime: String(ktime),
    ...(cpu === undefined ? {} : { cpu }),
    signal: signalName(signo),
    signo,
    ...(isOfPerf ? { origin: 'perf', sender: null } : {}),
    target: process,
    outcome: handler === 2 ? 'handled' : 'discarded',
    taken_by: takenBy,
    fatal: false,
    ...(late === true ? { late } : {}),
  };
}

export function exitRecord(
  { ktime, cpu, wall, late }: Moment,
  target: Process,
  exit: ExitStatus,
  ids: readonly string[],
  asked: TracedSignal | undefined,
): ExitRecord {
  return {
    type: 'exit',
    ...times(wall),
    ktime: String(ktime),
    cpu: cpu ?? 0,
    target,
    exit,
    signal_ids: [...ids],
    ...(asked === undefined ? {} : { asked_by: asked.id, after_ns: Number(ktime - asked.ktime) }),
    ...(late === true ? { late } : {}),
  };
}

/** Decodes a wait status: bits 0 to 6 are a signal, bit 7 a core dump; without a signal, bits 8 to 15 are the code. */
export function exitStatus(status: number): ExitStatus {
  const signo = status & 0x7f;
  return signo === 0
    ? { code: (status >> 8) & 0xff }
    : { signal: signalName(signo), signo, core: (status & 0x80) !== 0 };
}
