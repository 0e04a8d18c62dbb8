import { SENDING_CALLS } from '../signals/calls.js';
import type { Attempt, Invalid } from './events.js';
import { Fields } from './fields.js';
import type { Memo } from './memo.js';

const COMM_BYTES = 16;
const MOST_ERRNO = 4095;
const HEX = /^[0-9a-f]{1,16}$/;

/** A line of probes/attempt.bt, or undefined where it is none. */
export function decodeAttempt(
  text: string,
  { comms, whos }: { readonly comms: Memo<string>; readonly whos: Memo<string> },
): Attempt | Invalid | undefined {
  const fields = new Fields(text, 2, text.length);
  const cpu = fields.number();
  const seq = fields.number();
  const ktime = fields.bigint();
  const call = fields.number();
  const asked = fields.word();
  const second = fields.word();
  if (!HEX.test(asked) || !HEX.test(second)) return undefined;
  const attempt: Attempt = {
    kind: 'attempt',
    cpu,
    seq,
    ktime,
    call,
    signo: half(asked, 32n),
    arg: half(asked, 0n),
    thread: half(second, 0n),
    errno: -fields.number(),
    currentPid: fields.number(),
    currentTid: fields.number(),
    uid: fields.number(),
    gid: fields.number(),
    cgroupId: fields.word(),
    currentComm: comms.get(fields.characters(COMM_BYTES)),
    processKey: whos.get(fields.rest()),
  };
  // Without a place in the sequence it can't be told from a lost one.
  if (!(cpu < 65_536) || !(seq > 0) || ktime < 0n || fields.ended) return undefined;
  if (canBe(attempt)) return attempt;
  const what = JSON.stringify({ ...attempt, ktime: String(ktime) });
  return { kind: 'invalid', probe: 'attempt', cpu, seq, ktime, why: `no such attempt: ${what}` };
}

/** A signed number of 32 bits, which is what these calls take of an argument. */
function half(hex: string, from: bigint): number {
  return Number(BigInt.asIntN(32, BigInt(`0x${hex}`) >> from));
}

function canBe({ call, errno, currentPid, currentTid, uid, gid }: Attempt): boolean {
  const numbers = [currentPid, currentTid, uid, gid].every((number) => number >= 0);
  return numbers && SENDING_CALLS[call] !== undefined && errno >= 1 && errno <= MOST_ERRNO;
}
