import type { SignalRecord } from '../records/records.js';
import { times } from '../records/rfc3339.js';
import { codeName } from '../signals/codes.js';
import { signalName } from '../signals/numbers.js';
import { resultName } from '../signals/results.js';
import { SIGCHLD } from '../signals/signos.js';
import { ignoredWhy } from './ignored.js';
import type { TracedSignal } from './traced-signal.js';

/** Makes the record of a traced signal. */
export function signalRecord(sent: TracedSignal): SignalRecord {
  const { id, facts, origin, groupId, oom } = sent;
  const { siCode, errno, result } = facts;
  const { time, epoch_us } = times(sent.wall);
  const why = ignoredWhy(facts);
  const sender = sent.sender();
  // A storm brings a million of these in seconds: one object each, nothing is spread into it.
  const record: Partial<SignalRecord> = {
    type: 'signal',
    time,
    epoch_us,
    ktime: String(sent.ktime),
    cpu: sent.cpu,
    id,
    signal: signalName(facts.signo),
    signo: facts.signo,
  };
  if (siCode !== undefined) {
    // A child may ask for another signal at its end; the code is SIGCHLD's even then.
    const code = codeName(origin === 'child' ? SIGCHLD : facts.signo, siCode);
    if (code !== undefined) record.code = code;
    record.si_code = siCode;
  }
  if (errno !== undefined) record.errno = errno;
  record.scope = facts.group === 1 ? 'process' : 'thread';
  if (result !== undefined) record.result = resultName(result);
  if (why !== undefined) record.ignored_why = why;
  record.origin = origin;
  if (sender !== undefined) record.sender = sender;
  if (sender === null) {
    record.current = { pid: facts.currentPid, tid: facts.currentTid, comm: facts.currentComm };
  }
  record.target = sent.target();
  if (groupId !== undefined) record.group_id = groupId;
  if (oom !== undefined) record.oom = oom;
  if (sent.late) record.late = true;
  return record as SignalRecord;
}
