import { signalRecord } from '../../src/explain/signal-record.js';
import type { SignalRecord } from '../../src/schema/records.js';
import type { KernelSignal } from '../../src/stream/source-record.js';

/** 2026-11-23 12:01:00.123456789 UTC. */
export const WALL_NS = 1_795_435_260_123_456_789n;

/** A TERM by kill from bash[500] to nginx[882], but for what is said otherwise. */
export function kernelSignal(other: Partial<KernelSignal> = {}): KernelSignal {
  return {
    kind: 'signal',
    cpu: 1,
    seq: 7,
    ktime: 1_684_997_920_514n,
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
    targetStarted: 7_000_000_000n,
    targetGid: 33,
    targetParent: 1,
    targetInner: 0,
    targetState: 0,
    targetCgroupId: '4712',
    call: 62,
    arg: 882,
    who: 'abc1f4',
    stack: [],
    ...other,
  };
}

/** The record of such a signal. */
export function signal(other: Partial<KernelSignal> = {}): SignalRecord {
  return signalRecord(kernelSignal(other), WALL_NS, 1, false);
}
