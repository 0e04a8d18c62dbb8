import { SignalKind } from '../../src/explain/signal-kind.js';
import { signalRecord } from '../../src/explain/signal-record.js';
import type { TracedSignal } from '../../src/explain/traced-signal.js';
import { describe, type Known } from '../../src/identity/describe.js';
import { Described } from '../../src/identity/description.js';
import type { Process, SignalRecord } from '../../src/records/records.js';
import type { Attempt, Delivery, Exit, SignalEvent, SignalFacts } from '../../src/wire/events.js';

/** 2026-11-23 12:01:00.123456789 UTC. */
export const WALL_NS = 1_795_435_260_123_456_789n;
const KTIME = 1_684_997_920_514n;
/** The process keys of nginx[882] and bash[500]. */
const NGINX = '8a22ec17001286';
const BASH = '71c03fd2aa0be1';

/** The facts of a signal beside its place in the stream, as tests write them. */
export type FlatSignal = SignalFacts & Pick<SignalEvent, 'cpu' | 'seq' | 'ktime'>;

/** The same as the decoder makes it. */
export function signalEvent(other: Partial<FlatSignal> = {}): SignalEvent {
  const { cpu, seq, ktime, ...facts } = kernelSignal(other);
  return { kind: 'signal', cpu, seq, ktime, facts };
}

/** A TERM by kill from bash[500] to nginx[882], but for what is said otherwise. */
export function kernelSignal(other: Partial<FlatSignal> = {}): FlatSignal {
  return {
    cpu: 1,
    seq: 7,
    ktime: KTIME,
    signo: 15,
    siCode: 0,
    errno: 0,
    group: 1,
    result: 0,
    targetTid: 882,
    targetPid: 882,
    targetUid: 33,
    currentPid: 500,
    currentTid: 500,
    uid: 1000,
    gid: 1000,
    cgroupId: '4711',
    currentComm: 'bash',
    targetComm: 'nginx',
    targetStartTimeNs: 1_684_120_073_312n,
    targetGid: 33,
    targetParent: 1,
    targetNsPid: 0,
    targetState: 0,
    targetCgroupId: '4712',
    targetArgStart: 140_724_361_097_169,
    // kill(882, 15), unless the test names another origin.
    ...(isKill(other) ? { call: 62, arg: 882 } : { call: -1, arg: 0 }),
    processKey: BASH,
    stack: [],
    ...other,
  };
}

function isKill({ siCode = 0, stack, call }: Partial<FlatSignal>): boolean {
  return siCode === 0 && stack === undefined && call === undefined;
}

/** Such a signal, attributed; nobody looked its processes up. */
export function sent(
  other: Partial<FlatSignal> = {},
  more: Partial<TracedSignal> = {},
): TracedSignal {
  const signal = kernelSignal(other);
  const shared = new SignalKind(signal);
  const { from } = shared;
  const { currentPid: pid, currentTid: tid, currentComm: comm, uid, gid, cgroupId } = signal;
  return {
    kind: 'traced-signal',
    id: `1-${signal.cpu}-${signal.seq}`,
    cpu: signal.cpu,
    ktime: signal.ktime,
    facts: signal,
    wall: wallAt(signal.ktime),
    late: false,
    shared,
    sender:
      from === 'current'
        ? new Described(processOf({ pid, tid, comm, uid, gid, cgroupId }))
        : from === 'nobody'
          ? null
          : undefined,
    target: new Described(targetOf(signal)),
    groupId: undefined,
    oom: undefined,
    parentThread: false,
    ...more,
  };
}

/** The record of such a signal. */
export function signal(
  other: Partial<FlatSignal> = {},
  more: Partial<TracedSignal> = {},
): SignalRecord {
  return signalRecord(sent(other, more));
}

/** nginx[882] runs a handler for it, 1 ms after its TERM. */
export function delivery(other: Partial<Delivery> = {}): Delivery {
  return {
    kind: 'delivery',
    cpu: 1,
    seq: 1,
    ktime: KTIME + 1_000_000n,
    signo: 15,
    siCode: 0,
    handler: 2,
    flags: 0,
    tid: 882,
    pid: 882,
    processKey: NGINX,
    ...other,
  };
}

/** nginx[882] has been killed by TERM, 2 ms after it was sent. */
export function exit(other: Partial<Exit> = {}): Exit {
  return {
    kind: 'exit',
    cpu: 1,
    seq: 1,
    ktime: KTIME + 2_000_000n,
    pid: 882,
    status: 15,
    processKey: NGINX,
    ...other,
  };
}

/** bash[500] tries to send TERM to a process that there is not. */
export function attempt(other: Partial<Attempt> = {}): Attempt {
  const { currentPid, currentTid, currentComm, uid, gid, cgroupId, processKey } = kernelSignal();
  return {
    kind: 'attempt',
    cpu: 1,
    seq: 1,
    ktime: KTIME,
    call: 0,
    signo: 15,
    arg: 4711,
    thread: 0,
    errno: 3,
    currentPid,
    currentTid,
    currentComm,
    uid,
    gid,
    cgroupId,
    processKey,
    ...other,
  };
}

/** The wall clock at a kernel time: that of `kernelSignal()` was at WALL_NS. */
export function wallAt(ktime: bigint): bigint {
  return WALL_NS + (ktime - KTIME);
}

function targetOf(signal: SignalFacts): Process {
  const { targetPid: pid, targetTid: tid, targetComm: comm, targetUid: uid } = signal;
  if (pid === 0) return { tid, comm };
  return processOf({
    pid,
    tid,
    comm,
    uid,
    gid: signal.targetGid,
    cgroupId: signal.targetCgroupId,
    ppid: signal.targetParent,
    nsPid: signal.targetNsPid,
    startTimeNs: signal.targetStartTimeNs,
  });
}

function processOf(known: Known): Process {
  const nothing = { fromProbe: undefined, fromProc: undefined };
  return describe({ known, ...nothing, cgroup: undefined, user: undefined }, true);
}
