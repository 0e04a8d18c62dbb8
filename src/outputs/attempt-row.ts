import type { AttemptRecord } from '../records/records.js';
import { SENDING_CALLS } from '../signals/calls.js';
import { originWord } from '../signals/short-words.js';
import type { Row } from './columns.js';
import { senderText, targetText } from './process-text.js';
import { shortSignal, usersText } from './wording.js';

/** Returns the row of a call that failed: nothing was sent, so that it has no code and no scope. */
export function attemptRow(record: AttemptRecord): Row {
  const { epoch_us, sender, target, thread, cpu } = record;
  return {
    epochUs: epoch_us,
    from: (width) => senderText(sender, width),
    to: (width) => (target === undefined ? askedFor(record) : targetText(target, 0, width)),
    signal: signalText(record),
    origin: originOf(record),
    outcome: failure(record),
    code: '-',
    scope: '-',
    tid: String(thread ?? target?.tid ?? '-'),
    uid: usersText(sender, target),
    cpu: String(cpu),
  };
}

/** Returns the signal without SIG; 0, by which a caller only asks whether it could send one; or a number that is none. */
export function signalText({ signal, signo }: AttemptRecord): string {
  return signal === undefined ? String(signo) : shortSignal(signal);
}

/** Returns why nothing was sent: `failed: EPERM`. */
export function failure({ errno }: AttemptRecord): string {
  return `failed: ${errno}`;
}

/** Returns whom the caller named, as it named it. */
export function askedFor({ syscall, arg, thread }: AttemptRecord): string {
  if (syscall === 'pidfd_send_signal') return `descriptor ${arg}`;
  if (thread !== undefined) return `[${arg}] thread ${thread}`;
  if (syscall !== 'kill' || arg > 0) return `[${arg}]`;
  if (arg === -1) return 'all';
  return arg === 0 ? 'its group' : `group ${-arg}`;
}

function originOf({ syscall, arg }: AttemptRecord): string {
  const call = SENDING_CALLS.find(({ name }) => name === syscall);
  return originWord(call?.origin(arg) ?? 'unknown');
}
