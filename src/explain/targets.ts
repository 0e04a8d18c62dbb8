import { LRUCache } from 'lru-cache';

import { Escalation } from './escalation.js';
import { ForgottenSignals } from './forgotten-signals.js';
import type { Moment } from './outcome-record.js';
import type { PendingSignal } from './pending-signals.js';
import type { TracedSignal } from './traced-signal.js';

const MOST_TARGETS = 16_384;

export interface Stopping {
  readonly sent: TracedSignal;
  readonly inferred: boolean;
  readonly moment: Moment;
  readonly at: number;
  /** The thread that took the signal. */
  readonly tid: number;
  /** Set once /proc did not show it stopped: the kernel time of that look, and whether the process runs. */
  looked?: { readonly by: bigint; readonly runs: boolean };
}

/** A process that traced signals are for. */
export interface Target {
  readonly pid: number;
  readonly startTimeNs: bigint;
  last: TracedSignal | undefined;
  pending: PendingSignal[];
  readonly forgotten: ForgottenSignals;
  /** Numbers of which a delivery was given to one of several that fitted, while others are left. */
  readonly guessed: Set<number>;
  stopping: Stopping | undefined;
  ids: string[];
  /** The last signal that a handler ran for, by number. */
  readonly handled: Map<number, string>;
  /** The last of these that asks to stop. */
  asked: TracedSignal | undefined;
  readonly escalation: Escalation;
}

/** The processes that traced signals are for, a bounded number. */
export class Targets {
  /** Oldest target first. */
  readonly #byPid = new LRUCache<number, Target>({
    // Room for `max` entries would be made at the start.
    maxSize: MOST_TARGETS,
    sizeCalculation: () => 1,
    dispose: ({ pending }, _, reason) => {
      if (reason === 'evict') this.forgotten += pending.length;
    },
  });
  /** Pending signals of processes that were forgotten. */
  forgotten = 0;

  /** Every target, the oldest first. */
  *all(): Generator<Target> {
    for (const target of this.#byPid.rvalues()) if (target !== undefined) yield target;
  }

  /** The target that started then; a new one where the pid was another's. */
  findOrAdd(pid: number, startTimeNs: bigint): Target {
    const known = this.#byPid.peek(pid);
    if (known?.startTimeNs === startTimeNs) return known;
    const target: Target = {
      pid,
      startTimeNs,
      last: undefined,
      pending: [],
      forgotten: new ForgottenSignals(),
      guessed: new Set(),
      stopping: undefined,
      ids: [],
      handled: new Map(),
      asked: undefined,
      escalation: new Escalation(),
    };
    this.#byPid.set(pid, target);
    return target;
  }

  /** @param startTimeNs undefined matches any start */
  find(pid: number, startTimeNs: bigint | undefined): Target | undefined {
    const target = this.#byPid.peek(pid);
    return startTimeNs === undefined || target?.startTimeNs === startTimeNs ? target : undefined;
  }

  forget(pid: number): void {
    this.#byPid.delete(pid);
  }

  clear(): void {
    this.#byPid.clear();
  }
}
