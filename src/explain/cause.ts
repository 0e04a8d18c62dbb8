import type { Process, SignalRecord } from '../schema/records.js';
import type { KernelSignal } from '../stream/source-record.js';

const SI_USER = 0;
const SI_QUEUE = -1;
const SI_TKILL = -6;
const SIGCHLD = 17;

/**
 * How a signal came about and who caused it, as far as si_code alone proves it.
 *
 * A process may claim any negative code by rt_sigqueueinfo, and any at all to itself; only SI_TKILL
 * to another task can't be forged, and a positive code to another task is the kernel's own. So most
 * origins are `unknown` here: the code says that a process sent it, not by which call.
 */
export function causedBy(
  signal: KernelSignal,
): Pick<SignalRecord, 'origin' | 'sender' | 'current'> {
  const { siCode, signo } = signal;
  const toAnother = signal.targetTid !== signal.currentTid;
  if (siCode === SI_TKILL && toAnother) return { origin: 'tkill', sender: currentTask(signal) };
  // By the current task, whatever else the sender may have written into the signal.
  if ((siCode === SI_USER || siCode === SI_QUEUE) && toAnother) {
    return { origin: 'unknown', sender: currentTask(signal) };
  }
  // Who changed its state can't be told from the code: a dying parent may hand on its child's.
  if (siCode > 0 && toAnother) return { origin: signo === SIGCHLD ? 'child' : 'unknown' };
  return { origin: 'unknown' };
}

function currentTask(signal: KernelSignal): Process {
  return {
    pid: signal.currentPid,
    tid: signal.currentTid,
    comm: signal.currentComm,
    uid: signal.uid,
    gid: signal.gid,
    cgroup_id: signal.cgroupId,
  };
}
