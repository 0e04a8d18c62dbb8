import type { Current, SignalRecord } from '../records/records.js';
import { times } from '../records/rfc3339.js';
import type { StreamRecord } from '../records/stream-record.js';
import { senderOf } from './ends.js';
import type { TracedSignal } from './traced-signal.js';

/** Makes the record of a traced signal. */
export function signalRecord(sent: TracedSignal): SignalRecord {
  const { id, cpu, ktime, wall, shared, groupId, oom } = sent;
  const sender = senderOf(sent);
  return {
    type: 'signal',
    ...times(wall),
    ktime: String(ktime),
    cpu,
    id,
    ...shared.part,
    ...(sender === undefined ? {} : { sender }),
    ...(sender === null ? { current: currentTask(sent) } : {}),
    target: sent.target.read(),
    ...(groupId === undefined ? {} : { group_id: groupId }),
    ...(oom === undefined ? {} : { oom }),
    ...(sent.late ? { late: true } : {}),
  };
}

/**
 * Makes the same record's line of NDJSON: a storm brings a million of these in seconds, and most of
 * a line repeats. Both processes stand last.
 */
export function signalLine(sent: TracedSignal): string {
  const { id, cpu, ktime, wall, shared, sender, groupId, oom } = sent;
  const { time, epoch_us } = times(wall);
  let line = `{"type":"signal","time":"${time}","epoch_us":${epoch_us},"ktime":"${ktime}","cpu":${cpu},"id":"${id}",${shared.json}`;
  if (sender === null) line += `,"current":${JSON.stringify(currentTask(sent))}`;
  if (groupId !== undefined) line += `,"group_id":"${groupId}"`;
  if (oom !== undefined) line += `,"oom":${JSON.stringify(oom)}`;
  if (sent.late) line += ',"late":true';
  if (sender !== undefined) line += `,"sender":${sender === null ? 'null' : sender.json()}`;
  return `${line},"target":${sent.target.json()}}\n`;
}

function currentTask({ facts }: TracedSignal): Current {
  return { pid: facts.currentPid, tid: facts.currentTid, comm: facts.currentComm };
}

/** A signal as its reader wants it. */
export class SignalStreamRecord implements StreamRecord {
  readonly type = 'signal';
  readonly #sent: TracedSignal;
  #record: SignalRecord | undefined;

  constructor(sent: TracedSignal) {
    this.#sent = sent;
  }

  get record(): SignalRecord {
    return (this.#record ??= signalRecord(this.#sent));
  }

  get line(): string {
    return signalLine(this.#sent);
  }
}
