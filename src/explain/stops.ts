import type { ReadProcStatus } from '../host/proc-status.js';
import { SIGCONT } from '../signals/signos.js';
import { type SignalFacts, TARGET_STATE } from '../wire/events.js';
import type { Stopping, Target } from './targets.js';
import type { LazyRecord } from './traced-signal.js';

/** How long a process may take from the delivery of a stop signal until it is seen to have stopped. */
const STOPPING_MS = 1000;
/** The bits of a target that has stopped, or had until this signal. */
const WAS_STOPPED = TARGET_STATE.stopped | TARGET_STATE.continued;
const NOTHING: readonly LazyRecord[] = [];

/** The moment of a look at what time alone brings to light. */
export interface Now {
  readonly ms: number;
  readonly ktime: bigint;
  /** The kernel's clock when it is asked: what was read from /proc before was so by then. */
  readonly later: () => bigint;
  /** Kernel time up to which everything has passed. Later events may still be on their way. */
  readonly toldUntil: bigint;
}

/** Makes the record of a stop signal's outcome. */
type TellOutcome = (
  target: Target,
  stopping: Stopping,
  outcome: 'stopped' | 'discarded',
) => LazyRecord;

/**
 * Decides what became of a stop signal that was delivered: `stopped` once the process is seen to have
 * stopped, `discarded` where it goes on although nobody continued it, as in an orphaned group.
 */
export class Stops {
  readonly #readStatus: ReadProcStatus | undefined;
  readonly #seesContinue: boolean;
  readonly #tellOutcome: TellOutcome;

  constructor(
    readStatus: ReadProcStatus | undefined,
    seesContinue: boolean,
    tellOutcome: TellOutcome,
  ) {
    this.#readStatus = readStatus;
    this.#seesContinue = seesContinue;
    this.#tellOutcome = tellOutcome;
  }

  /** The next signal to the target tells whether it was stopped, by the kernel's own flags. */
  seen(target: Target, { targetState, signo }: SignalFacts): readonly LazyRecord[] {
    if ((targetState & WAS_STOPPED) !== 0) return this.stopped(target);
    if (signo === SIGCONT) target.stopping = undefined;
    return NOTHING;
  }

  /**
   * A thread of the target runs: if it is the one that took the signal, it has not stopped. In an orphaned
   * group nobody could continue it.
   *
   * @param tid undefined for the last one
   */
  ran(target: Target, tid: number | undefined): readonly LazyRecord[] {
    const { stopping } = target;
    if (stopping === undefined || (tid !== undefined && stopping.tid !== tid)) return NOTHING;
    target.stopping = undefined;
    return this.#seesContinue ? [this.#tellOutcome(target, stopping, 'discarded')] : NOTHING;
  }

  /** The target has stopped. */
  stopped(target: Target): readonly LazyRecord[] {
    const { stopping } = target;
    if (stopping === undefined) return NOTHING;
    target.stopping = undefined;
    return [this.#tellOutcome(target, stopping, 'stopped')];
  }

  /** Looks at the target in /proc. */
  look(target: Target, { ms, later, toldUntil }: Now): readonly LazyRecord[] {
    const { pid, startTimeNs, stopping } = target;
    if (stopping === undefined) return NOTHING;
    if (stopping.looked === undefined) {
      const status = this.#readStatus?.(pid, stopping.tid, startTimeNs);
      if (status?.stopped === true) return this.stopped(target);
      if (ms - stopping.at < STOPPING_MS) return NOTHING;
      stopping.looked = { by: later(), runs: status !== undefined };
    }
    // A SIGCONT from before the look may still be on its way.
    if (toldUntil < stopping.looked.by) return NOTHING;
    target.stopping = undefined;
    const discarded = stopping.looked.runs && this.#seesContinue;
    return discarded ? [this.#tellOutcome(target, stopping, 'discarded')] : NOTHING;
  }
}
