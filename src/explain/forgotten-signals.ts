import type { SignalFacts } from '../wire/events.js';
import type { TakenSignal } from './pending-signals.js';

/** A process may have any number of threads, each with a queue of its own. */
const MOST_QUEUES = 1024;

/**
 * Counts the signals that were forgotten because too many waited, by queue. They were queued before all that
 * still wait, so that they are delivered first.
 */
export class ForgottenSignals {
  readonly #counts = new Map<string, number>();

  add({ signo, group, targetTid }: SignalFacts): void {
    const [own, shared] = queuesOf(signo, targetTid);
    const queue = group === 1 ? shared : own;
    const count = this.#counts.get(queue);
    if (count === undefined && this.#counts.size >= MOST_QUEUES) return;
    this.#counts.set(queue, (count ?? 0) + 1);
  }

  /** Takes the signal of a delivery out. @returns whether it is one of these */
  take({ signo, tid }: Pick<TakenSignal, 'signo' | 'tid'>): boolean {
    const queue = queuesOf(signo, tid).find((queue) => this.#counts.has(queue));
    if (queue === undefined) return false;
    const left = (this.#counts.get(queue) ?? 0) - 1;
    if (left > 0) this.#counts.set(queue, left);
    else this.#counts.delete(queue);
    return true;
  }
}

/** Names the queues that a thread takes a signal of this number from, in the kernel's order. */
function queuesOf(signo: number, tid: number): readonly [own: string, shared: string] {
  return [`${signo} of ${tid}`, `${signo}`];
}
