import type { Process, SignalRecord } from '../schema/records.js';
import { codeName } from '../signals/codes.js';
import { signalName } from '../signals/numbers.js';
import { resultName } from '../signals/results.js';
import { times } from '../stream/rfc3339.js';
import type { KernelSignal } from '../stream/source-record.js';
import { causedBy } from './cause.js';

/**
 * A record of the stream from what the kernel said.
 *
 * @param wallNs its time by the wall clock, ns since 1970
 * @param incarnation the source that saw it: numbers begin anew in each
 */
export function signalRecord(
  signal: KernelSignal,
  wallNs: bigint,
  incarnation: number,
  late: boolean,
): SignalRecord {
  const code = codeName(signal.signo, signal.siCode);
  return {
    type: 'signal',
    ...times(wallNs),
    ktime: String(signal.ktime),
    cpu: signal.cpu,
    id: `${incarnation}-${signal.cpu}-${signal.seq}`,
    signal: signalName(signal.signo),
    signo: signal.signo,
    ...(code === undefined ? {} : { code }),
    si_code: signal.siCode,
    errno: signal.errno,
    scope: signal.group === 1 ? 'process' : 'thread',
    result: resultName(signal.result),
    ...causedBy(signal),
    target: targetOf(signal),
    ...(late ? { late } : {}),
  };
}

function targetOf({ targetPid, targetTid, targetUid, targetComm }: KernelSignal): Process {
  return targetPid === 0
    ? { tid: targetTid, comm: targetComm }
    : { pid: targetPid, tid: targetTid, comm: targetComm, uid: targetUid };
}
