import { Escalation } from './escalation.js';
import type { Moment } from './outcome-record.js';
import type { PendingSignal } from './pending-signals.js';
import type { TracedSignal } from './traced-signal.js';

const MOST_TARGETS = 16_384;

export interface Stopping {
  readonly sent: TracedSignal;
  readonly inferred: boolean;
  readonly moment: Moment;
  readonly at: number;
  /** That took the signal. */
  readonly tid: number;
  /** Set when the process was seen not to have stopped, or not at all: by which kernel time, and which. */
  looked?: { readonly by: bigint; readonly runs: boolean };
}

/** One process that traced signals are for. */
export interface Target {
  readonly pid: number;
  readonly startTimeNs: bigint;
  last: TracedSignal | undefined;
  pending: PendingSignal[];
  stopping: Stopping | undefined;
  ids: string[];
  /** The last signal of each number that a handler ran for. */
  readonly handled: Map<number, string>;
  readonly escalation: Escalation;
}

/** The processes that traced signals are for, a bounded number of them. */
export class Targets {
  readonly #byPid = new Map<number, Target>();
  /** Signals that waited for processes that had to be forgotten. */
  forgotten = 0;

  get all(): Iterable<Target> {
    return this.#byPid.values();
  }

  /** The one that started then, new where its pid was another's. */
  findOrAdd(pid: number, started: bigint): Target {
    const known = this.#byPid.get(pid);
    if (known?.startTimeNs === started) return known;
    const target: Target = {
      pid,
      startTimeNs: started,
      last: undefined,
      pending: [],
      stopping: undefined,
      ids: [],
      handled: new Map(),
      escalation: new Escalation(),
    };
    this.#byPid.delete(pid);
    this.#byPid.set(pid, target);
    const [oldest] = this.#byPid.keys();
    if (this.#byPid.size > MOST_TARGETS && oldest !== undefined) {
      this.forgotten += this.#byPid.get(oldest)?.pending.length ?? 0;
      this.#byPid.delete(oldest);
    }
    return target;
  }

  /** undefined for a start that is not known matches any. */
  find(pid: number, started: bigint | undefined): Target | undefined {
    const target = this.#byPid.get(pid);
    return started === undefined || target?.startTimeNs === started ? target : undefined;
  }

  forget(pid: number): void {
    this.#byPid.delete(pid);
  }

  clear(): void {
    this.#byPid.clear();
  }
}
