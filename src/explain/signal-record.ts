import type { SignalRecord } from '../records/records.js';
import { times } from '../records/rfc3339.js';
import type { StreamRecord } from '../records/stream-record.js';
import { senderOf } from './ends.js';
import { currentTask } from './signal-kind.js';
import type { TracedSignal } from './traced-signal.js';

/** A longer text is not kept: a process may have any command line. */
const LONGEST_KEPT = 8192;

/** Makes the record of a traced signal. */
export function signalRecord(sent: TracedSignal): SignalRecord {
  const { id, cpu, ktime, wall, shared, groupId, oom, parentThread } = sent;
  const sender = senderOf(sent);
  return {
    type: 'signal',
    ...times(wall),
    ktime: String(ktime),
    cpu,
    id,
    ...shared.part,
    ...(sender === undefined ? {} : { sender }),
    ...(sender === null ? { current: currentTask(sent.facts) } : {}),
    target: sent.target.read(),
    ...(groupId === undefined ? {} : { group_id: groupId }),
    ...(oom === undefined ? {} : { oom }),
    ...(parentThread ? { parent_thread: true } : {}),
    ...(sent.late ? { late: true } : {}),
  };
}

/**
 * Makes the same record's line of NDJSON: a storm brings a million of these in seconds, and most of
 * a line repeats. Both processes stand last.
 */
export function signalLine(sent: TracedSignal): string {
  const { id, cpu, ktime, wall } = sent;
  const { time, epoch_us } = times(wall);
  return `{"type":"signal","time":"${time}","epoch_us":${epoch_us},"ktime":"${ktime}","cpu":${cpu},"id":"${id}",${rest(sent)}`;
}

/** The rest of the line, which is the same from signal to signal but for what only few have. */
function rest(sent: TracedSignal): string {
  const { shared, sender, target, groupId, oom, parentThread, late } = sent;
  const [from, to] = [sender?.json(), target.json()];
  const rare = late || groupId !== undefined || oom !== undefined || parentThread;
  const last = shared.lastRest;
  if (!rare && last?.from === from && last?.to === to) return last.text;
  let text = shared.json;
  if (sender === null) text += `,"current":${JSON.stringify(currentTask(sent.facts))}`;
  if (groupId !== undefined) text += `,"group_id":"${groupId}"`;
  if (oom !== undefined) text += `,"oom":${JSON.stringify(oom)}`;
  if (parentThread) text += ',"parent_thread":true';
  if (late) text += ',"late":true';
  if (sender !== undefined) text += `,"sender":${from ?? 'null'}`;
  text += `,"target":${to}}\n`;
  if (!rare && text.length <= LONGEST_KEPT) shared.lastRest = { from, to, text };
  return text;
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
