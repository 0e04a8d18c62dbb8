import type { SignalRecord } from '../schema/records.js';
import { codeName } from '../signals/codes.js';
import { signalName } from '../signals/numbers.js';
import { resultName } from '../signals/results.js';
import { times } from '../stream/rfc3339.js';
import { ignoredWhy } from './ignored.js';
import type { Sent } from './sent.js';

const SIGCHLD = 17;

/** The record of a traced signal. */
export function signalRecord(sent: Sent): SignalRecord {
  const { id, signal, wall, late, origin, groupId, oom } = sent;
  // A child may ask for another signal at its end; the code is SIGCHLD's all the same.
  const { siCode, errno, result } = signal;
  const code =
    siCode === undefined
      ? undefined
      : codeName(origin === 'child' ? SIGCHLD : signal.signo, siCode);
  const why = ignoredWhy(signal);
  const sender = sent.sender();
  const { currentPid: pid, currentTid: tid, currentComm: comm } = signal;
  return {
    type: 'signal',
    ...times(wall),
    ktime: String(signal.ktime),
    cpu: signal.cpu,
    id,
    signal: signalName(signal.signo),
    signo: signal.signo,
    ...(code === undefined ? {} : { code }),
    ...(siCode === undefined ? {} : { si_code: siCode }),
    ...(errno === undefined ? {} : { errno }),
    scope: signal.group === 1 ? 'process' : 'thread',
    ...(result === undefined ? {} : { result: resultName(result) }),
    ...(why === undefined ? {} : { ignored_why: why }),
    origin,
    ...(sender === undefined ? {} : { sender }),
    ...(sender === null ? { current: { pid, tid, comm } } : {}),
    target: sent.target(),
    ...(groupId === undefined ? {} : { group_id: groupId }),
    ...(oom === undefined ? {} : { oom }),
    ...(late ? { late } : {}),
  };
}
