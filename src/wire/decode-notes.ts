import type { Delivery, Exit, Invalid } from './events.js';
import { Fields } from './fields.js';
import type { Memo } from './memo.js';

const PID_MAX = 4_194_304;

/** A line of probes/signal_deliver.bt. */
export function decodeDelivery(
  text: string,
  at: number,
  end: number,
  whos: Memo<string>,
): Delivery | Invalid | undefined {
  const fields = new Fields(text, at + 2, end);
  return checked(
    {
      kind: 'delivery',
      cpu: fields.number(),
      seq: fields.number(),
      ktime: fields.bigint(),
      signo: fields.number(),
      siCode: fields.number(),
      handler: fields.number(),
      flags: fields.number(),
      tid: fields.number(),
      pid: fields.number(),
      processKey: whos.get(fields.rest()),
    },
    ({ signo, handler, tid }) =>
      signo >= 1 && signo <= 64 && handler >= 0 && handler <= 2 && isPid(tid),
  );
}

/** A line of probes/sched_process_exit.bt. */
export function decodeExit(
  text: string,
  at: number,
  end: number,
  whos: Memo<string>,
): Exit | Invalid | undefined {
  const fields = new Fields(text, at + 2, end);
  return checked(
    {
      kind: 'exit',
      cpu: fields.number(),
      seq: fields.number(),
      ktime: fields.bigint(),
      pid: fields.number(),
      status: fields.number(),
      processKey: whos.get(fields.rest()),
    },
    ({ status }) => status >= 0 && status <= 0xffff && (status & 0x7f) <= 64,
  );
}

/** Without a place in the sequence it can't be told from a lost one. */
function checked<T extends Delivery | Exit>(
  record: T,
  canBe: (record: T) => boolean,
): T | Invalid | undefined {
  const { kind, cpu, seq, ktime, pid } = record;
  if (!(Number.isSafeInteger(cpu) && cpu < 65_536) || !(seq > 0) || ktime < 0n) return undefined;
  if (isPid(pid) && canBe(record)) return record;
  const what = JSON.stringify({ ...record, ktime: String(ktime) });
  return { kind: 'invalid', probe: kind, cpu, seq, ktime, why: `no such ${kind}: ${what}` };
}

function isPid(pid: number): boolean {
  return pid >= 1 && pid <= PID_MAX;
}
