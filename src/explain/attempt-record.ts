import type { AttemptRecord, Process } from '../records/records.js';
import { times } from '../records/rfc3339.js';
import { SENDING_CALLS, type SendingCall } from '../signals/calls.js';
import { errnoName } from '../signals/errnos.js';
import { ALL_SIGNALS } from '../signals/numbers.js';
import type { Attempt } from '../wire/events.js';

/** Makes the record of a call that failed. */
export function attemptRecord(
  attempt: Attempt,
  wall: bigint,
  late: boolean,
  sender: Process,
  target: Process | undefined,
): AttemptRecord {
  const { ktime, cpu, signo, arg, thread, errno } = attempt;
  const call = SENDING_CALLS[attempt.call] as SendingCall;
  // A caller may ask for any number.
  const signal = ALL_SIGNALS[signo - 1];
  return {
    type: 'attempt',
    ...times(wall),
    ktime: String(ktime),
    cpu,
    syscall: call.name,
    ...(signal === undefined ? {} : { signal }),
    signo,
    sender,
    arg,
    ...(call.thread === undefined ? {} : { thread }),
    ...(target === undefined ? {} : { target }),
    errno: errnoName(errno),
    ...(late ? { late } : {}),
  };
}
