import type { Oom, Process, TraceRecord } from '../records/records.js';
import type { Origin } from '../signals/origins.js';
import type { SignalFacts } from '../wire/events.js';

/** Makes a record when somebody reads it; until then it takes little room. */
export type LazyRecord = () => TraceRecord;

/** A traced signal with everything that is known of it. */
export interface TracedSignal {
  readonly kind: 'traced-signal';
  readonly id: string;
  readonly cpu: number;
  readonly ktime: bigint;
  readonly facts: SignalFacts;
  /** Wall clock, ns since 1970. */
  readonly wall: bigint;
  readonly late: boolean;
  readonly origin: Origin;
  /** The task on the processor is its sender. */
  readonly byCurrent: boolean;
  /** Describes the sender: null where nobody sent it, undefined where it is not known who did. */
  readonly sender: () => Process | null | undefined;
  readonly target: () => Process;
  readonly groupId: string | undefined;
  readonly oom: Oom | undefined;
}
