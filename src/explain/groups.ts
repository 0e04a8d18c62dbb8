import type { Origin } from '../signals/origins.js';
import type { SignalEvent } from '../wire/events.js';

/** One call of the kernel's that sends to many, each at most once. */
const TO_MANY: ReadonlySet<Origin> = new Set<Origin>([
  'kill-group',
  'kill-all',
  'cgroup-kill',
  'pid-namespace',
  'tty',
]);
/** In such a call the kernel goes on from one target to the next without a rest, unless another has its processor. */
const REST_NS = 200_000_000n;

interface Call {
  readonly id: string;
  readonly key: string;
  readonly targets: Set<number>;
  ktime: bigint;
}

/** Finds the signals that one call sent: by the same task, without a rest, and to nobody twice. */
export class Groups {
  /** By the task that sends. */
  readonly #calls = new Map<number, Call>();

  /** The id of the call's first signal, for origins that may have more than one. */
  idOf(
    signal: Pick<SignalEvent, 'ktime' | 'facts'>,
    id: string,
    origin: Origin,
  ): string | undefined {
    if (!TO_MANY.has(origin)) return undefined;
    const { ktime, facts } = signal;
    const { currentTid, targetTid, signo, arg } = facts;
    const key = `${origin} ${signo} ${arg}`;
    const last = this.#calls.get(currentTid);
    if (last?.key === key && ktime - last.ktime < REST_NS && !last.targets.has(targetTid)) {
      last.targets.add(targetTid);
      last.ktime = ktime;
      return last.id;
    }
    if (this.#calls.size > 256) this.#forget(ktime);
    this.#calls.set(currentTid, { id, key, targets: new Set([targetTid]), ktime });
    return id;
  }

  #forget(now: bigint): void {
    for (const [tid, { ktime }] of this.#calls) {
      if (now - ktime > REST_NS) this.#calls.delete(tid);
    }
  }
}
