import type { SignalFacts } from '../wire/events.js';
import type { TracedSignal } from './traced-signal.js';

/** Real-time signals, which are queued however many wait, begin here for the kernel. */
const SIGRTMIN = 32;
const DELIVERED = 0;
const LOSE_INFO = 4;

/** A signal that waits to be taken, as far as is known. */
export interface PendingSignal {
  readonly sent: TracedSignal;
  /** When it came, ms. */
  readonly at: number;
  toldPending: boolean;
  /** Taken by a process that is about to end of it. */
  killing: boolean;
  /** Kernel time by which it was seen not to wait any more; undefined as long as that isn't seen. */
  goneBefore: bigint | undefined;
}

/** Those that wait once this one has come; one that is not queued changes nothing. */
export function enqueue(waiting: PendingSignal[], sent: TracedSignal, at: number): PendingSignal[] {
  const { facts } = sent;
  const { result, signo } = facts;
  if (result !== undefined && result !== DELIVERED && result !== LOSE_INFO) return waiting;
  // Where the same waited still, this one would not have been queued.
  const left =
    result === DELIVERED && signo < SIGRTMIN
      ? waiting.filter((one) => one.killing || !isQueuedAlike(one.sent.facts, facts))
      : waiting;
  left.push({ sent, at, toldPending: false, killing: false, goneBefore: undefined });
  return left;
}

/** What may have been taken then, oldest first. */
export function fitting(
  waiting: readonly PendingSignal[],
  ktime: bigint,
  fits: (sent: TracedSignal) => boolean,
): PendingSignal[] {
  return waiting.filter((one) => mayBeTaken(one, ktime) && fits(one.sent));
}

export function mayBeTaken({ goneBefore }: PendingSignal, ktime: bigint): boolean {
  return goneBefore === undefined || goneBefore >= ktime;
}

/** Whether a thread may take it: one to the process may be taken by any. */
export function isFor({ group, targetTid }: SignalFacts, tid: number): boolean {
  return group === 1 || targetTid === tid;
}

/** Whether both are kept in the same place as they wait: by the process, or by the one thread. */
function isQueuedAlike(a: SignalFacts, b: SignalFacts): boolean {
  return (
    a.signo === b.signo && a.group === b.group && (a.group === 1 || a.targetTid === b.targetTid)
  );
}
