import type { KernelSignal } from '../wire/events.js';
import type { Sent } from './traced-signal.js';

/** Real-time signals, which are queued however many wait, begin here for the kernel. */
const SIGRTMIN = 32;
const DELIVERED = 0;
const LOSE_INFO = 4;

/** A signal that waits to be taken, as far as is known. */
export interface Waiting {
  readonly sent: Sent;
  /** When it came, ms. */
  readonly at: number;
  toldPending: boolean;
  /** Taken by a process that is about to end of it. */
  deadly: boolean;
  /** Kernel time by which it was seen not to wait any more; undefined as long as that isn't seen. */
  takenBy: bigint | undefined;
}

/** Those that wait once this one has come; one that is not queued changes nothing. */
export function queue(waiting: Waiting[], sent: Sent, at: number): Waiting[] {
  const { signal } = sent;
  const { result, signo } = signal;
  if (result !== undefined && result !== DELIVERED && result !== LOSE_INFO) return waiting;
  // Where the same waited still, this one would not have been queued.
  const left =
    result === DELIVERED && signo < SIGRTMIN
      ? waiting.filter((one) => one.deadly || !isQueuedAlike(one.sent.signal, signal))
      : waiting;
  left.push({ sent, at, toldPending: false, deadly: false, takenBy: undefined });
  return left;
}

/** What may have been taken then, oldest first. */
export function fitting(
  waiting: readonly Waiting[],
  ktime: bigint,
  fits: (sent: Sent) => boolean,
): Waiting[] {
  return waiting.filter((one) => mayBeTaken(one, ktime) && fits(one.sent));
}

export function mayBeTaken({ takenBy }: Waiting, ktime: bigint): boolean {
  return takenBy === undefined || takenBy >= ktime;
}

/** Whether a thread may take it: one to the process may be taken by any. */
export function isFor({ group, targetTid }: KernelSignal, tid: number): boolean {
  return group === 1 || targetTid === tid;
}

/** Whether both are kept in the same place as they wait: by the process, or by the one thread. */
function isQueuedAlike(a: KernelSignal, b: KernelSignal): boolean {
  return (
    a.signo === b.signo && a.group === b.group && (a.group === 1 || a.targetTid === b.targetTid)
  );
}
