import { cgroupId, comm, pid, uint32 } from '../field.js';

/** The ids of the task on the processor, as a probe saw it. */
export const CURRENT_IDS = {
  currentPid: pid(0, {
    value: '$from',
    core: 'pid',
    meaning: 'process on the processor, in the initial pid namespace',
  }),
  currentTid: pid(0, { value: '$task->pid', core: 'tid', meaning: 'its thread' }),
  uid: uint32('%d', { value: 'uid', core: 'uid', meaning: 'its user' }),
  gid: uint32('%d', { value: 'gid', core: 'gid', meaning: 'its group' }),
  cgroupId: cgroupId({ value: 'cgroup', core: 'cgroup', meaning: 'id of its cgroup (v2)' }),
};

export const CURRENT_COMM = {
  currentComm: comm({ value: 'comm', core: 'comm', meaning: "its thread's name" }),
};
