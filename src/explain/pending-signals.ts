import type { SignalFacts } from '../wire/events.js';
import type { TracedSignal } from './traced-signal.js';

/** The kernel's first real-time signal. Any number of these may be queued. */
const SIGRTMIN = 32;
const DELIVERED = 0;
const LOSE_INFO = 4;

/** A signal that waits to be taken. */
export interface PendingSignal {
  readonly sent: TracedSignal;
  /** When it came, ms. */
  readonly at: number;
  toldPending: boolean;
  /** A process took it that is about to end of it. */
  killing: boolean;
  /** Kernel time by which /proc no longer showed it pending; undefined while it may still wait. */
  goneBefore: bigint | undefined;
}

/** Adds a signal to those that wait. A signal that the kernel did not queue changes nothing. */
export function enqueue(waiting: PendingSignal[], sent: TracedSignal, at: number): PendingSignal[] {
  const { facts } = sent;
  const { result, signo } = facts;
  if (result !== undefined && result !== DELIVERED && result !== LOSE_INFO) return waiting;
  // The kernel would not have queued it while the same signal still waited.
  const left =
    result === DELIVERED && signo < SIGRTMIN
      ? waiting.filter((one) => one.killing || !isQueuedAlike(one.sent.facts, facts))
      : waiting;
  left.push({ sent, at, toldPending: false, killing: false, goneBefore: undefined });
  return left;
}

/** The signals that may have been taken at that time, oldest first. */
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

/** Whether a thread may take it. Any thread may take a signal to the process. */
export function isFor({ group, targetTid }: SignalFacts, tid: number): boolean {
  return group === 1 || targetTid === tid;
}

/** Whether both wait in the same queue: the process's, or the one thread's. */
function isQueuedAlike(a: SignalFacts, b: SignalFacts): boolean {
  return (
    a.signo === b.signo && a.group === b.group && (a.group === 1 || a.targetTid === b.targetTid)
  );
}
