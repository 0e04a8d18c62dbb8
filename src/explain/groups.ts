import { LRUCache } from 'lru-cache';

import type { Origin } from '../signals/origins.js';
import type { SignalFacts } from '../wire/events.js';

/** Origins whose one call sends to many targets, to each at most once. */
const TO_MANY: ReadonlySet<Origin> = new Set<Origin>([
  'kill-group',
  'kill-all',
  'cgroup-kill',
  'pid-namespace',
  'tty',
]);
/** A call goes from one target to the next without a rest, unless another task takes its processor. */
const REST_NS = 200_000_000n;

/** More tasks than send to groups at the same time. */
const MOST_CALLS = 1024;

interface Call {
  readonly id: string;
  readonly key: string;
  readonly targets: Set<number>;
  ktime: bigint;
}

/** Finds the signals that one call sent: by the same task, without a rest, and to nobody twice. */
export class Groups {
  /** The last call of each sending task. */
  readonly #calls = new LRUCache<number, Call>({ max: MOST_CALLS });

  /** The id of the call's first signal; undefined for origins that send to one target only. */
  idOf(ktime: bigint, facts: SignalFacts, id: string, origin: Origin): string | undefined {
    if (!TO_MANY.has(origin)) return undefined;
    const { currentTid, targetTid, signo, arg } = facts;
    const key = `${origin} ${signo} ${arg}`;
    const last = this.#calls.get(currentTid);
    if (last?.key === key && ktime - last.ktime < REST_NS && !last.targets.has(targetTid)) {
      last.targets.add(targetTid);
      last.ktime = ktime;
      return last.id;
    }
    this.#calls.set(currentTid, { id, key, targets: new Set([targetTid]), ktime });
    return id;
  }
}
