import { cgroupId, comm, pid, uint32 } from '../field.js';

/** The ids of the task on the processor, as a probe saw it. */
export const CURRENT_IDS = {
  currentPid: pid(0, {
    value: '$from',
    core: 'pid',
    meaning: 'the task on the processor; all pids are of the initial namespace',
  }),
  currentTid: pid(0, { value: '$task->pid', core: 'tid' }),
  uid: uint32('%d', { value: 'uid', core: 'uid' }),
  gid: uint32('%d', { value: 'gid', core: 'gid' }),
  cgroupId: cgroupId({ value: 'cgroup', core: 'cgroup' }),
};

export const CURRENT_COMM = {
  currentComm: comm({ value: 'comm', core: 'comm' }),
};
