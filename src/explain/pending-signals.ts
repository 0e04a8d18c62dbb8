import { SIGCONT, SIGKILL, SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU } from '../signals/signos.js';
import { type SignalFacts, TARGET_STATE } from '../wire/events.js';
import type { TracedSignal } from './traced-signal.js';

/** The kernel's first real-time signal. Any number of these may be queued. */
const SIGRTMIN = 32;
const DELIVERED = 0;
const LOSE_INFO = 4;
const STOPS: readonly number[] = [SIGSTOP, SIGTSTP, SIGTTIN, SIGTTOU];

/** Most signals are taken sooner. */
export const FIRST_LOOK_MS = 20;

/** A signal that waits to be taken. */
export interface PendingSignal {
  readonly sent: TracedSignal;
  /** When it came, ms. */
  readonly at: number;
  /** When /proc is to be asked whether it still waits, ms. */
  lookAt: number;
  toldPending: boolean;
  toldDumping: boolean;
  /** A process took it that is about to end of it. */
  killing: boolean;
  /** A tracer has it: another of its number was queued since. It may hand it on. */
  held: boolean;
  /** Kernel time by which /proc no longer showed it pending; undefined while it may still wait. */
  goneBefore: bigint | undefined;
  /** Its process lives, and no longer has it. */
  isTaken: boolean;
  /** Its process is being traced. */
  byTracer: boolean;
  /** How many deliveries may have been missed by then. */
  missed: number;
}

/** The signal that was taken, as its delivery says. */
export interface TakenSignal {
  readonly signo: number;
  readonly siCode: number;
  /** The thread that took it. */
  readonly tid: number;
  readonly ktime: bigint;
}

/** Adds a signal to those that wait. A signal that the kernel did not queue is none of them. */
export function enqueue(waiting: PendingSignal[], sent: TracedSignal, at: number): PendingSignal[] {
  const { facts } = sent;
  const { result, signo } = facts;
  const isQueued = result === undefined || result === DELIVERED || result === LOSE_INFO;
  // Most signals find nothing that waits.
  const left = waiting.length === 0 ? waiting : waiting.filter((one) => !isFlushedBy(one, signo));
  if (!isQueued) return left;
  // The kernel would not have queued it while the same signal still waited.
  const alike = (one: PendingSignal) =>
    result === DELIVERED &&
    signo < SIGRTMIN &&
    !one.killing &&
    isQueuedAlike(one.sent.facts, facts);
  const traced = (facts.targetState & TARGET_STATE.traced) !== 0;
  if (traced) for (const one of left) one.held ||= alike(one);
  const kept = traced ? left : left.filter((one) => !alike(one));
  const lookAt = at + FIRST_LOOK_MS;
  const looked = {
    toldPending: false,
    toldDumping: false,
    goneBefore: undefined,
    isTaken: false,
    byTracer: false,
    missed: 0,
  };
  return [...kept, { sent, at, lookAt, killing: false, held: false, ...looked }];
}

/** The signals that may have been taken at that time, oldest first. */
export function fitting(
  waiting: readonly PendingSignal[],
  ktime: bigint,
  fits: (sent: TracedSignal) => boolean,
): PendingSignal[] {
  return waiting.filter((one) => mayBeTaken(one, ktime) && fits(one.sent));
}

/**
 * Finds the signal that a thread has taken. The kernel takes what is queued for the thread before what is
 * queued for its process, and the oldest first. The delivery's own code decides where these do not fit.
 *
 * @returns undefined where none fits; `inferred` where another one may have been taken instead
 */
export function takenBy(
  waiting: readonly PendingSignal[],
  { signo, siCode, tid, ktime }: TakenSignal,
): { readonly taken: PendingSignal; readonly inferred: boolean } | undefined {
  const all = fitting(waiting, ktime, ({ facts }) => facts.signo === signo && isFor(facts, tid));
  const own = all.filter(({ sent }) => sent.facts.group === 0);
  const queue = own.length > 0 ? own : all;
  const says = ({ sent }: PendingSignal) => saysCode(sent.facts, siCode);
  const [first] = queue;
  if (first === undefined) return undefined;
  const fit = says(first) ? queue.filter(says) : all.filter(says);
  const taken = fit[0];
  if (taken === undefined) return { taken: first, inferred: true };
  // A tracer may have let go of what it holds, or not.
  const unsure = fit.some(({ held }) => held) || (fit.length > 1 && signo < SIGRTMIN);
  return { taken, inferred: (taken !== first || unsure) && fit.length > 1 };
}

export function mayBeTaken({ goneBefore }: PendingSignal, ktime: bigint): boolean {
  return goneBefore === undefined || goneBefore >= ktime;
}

/** Whether a thread may take it. Any thread may take a signal to the process. */
export function isFor({ group, targetTid }: SignalFacts, tid: number): boolean {
  return group === 1 || targetTid === tid;
}

/** Whether a signal of this number throws it out of the queue. */
function isFlushedBy({ sent }: PendingSignal, signo: number): boolean {
  const waits = sent.facts.signo;
  return signo === SIGCONT ? STOPS.includes(waits) : STOPS.includes(signo) && waits === SIGCONT;
}

/** Whether a delivery with this code may be of it. What ends a process is delivered as a KILL of no code. */
function saysCode({ signo, siCode, result }: SignalFacts, delivered: number): boolean {
  const isTold = siCode !== undefined && signo !== SIGKILL && result !== LOSE_INFO;
  return !isTold || siCode === delivered;
}

/** Whether both wait in the same queue: the process's, or the one thread's. */
function isQueuedAlike(a: SignalFacts, b: SignalFacts): boolean {
  return (
    a.signo === b.signo && a.group === b.group && (a.group === 1 || a.targetTid === b.targetTid)
  );
}
