import type { Oom, Process, TraceRecord } from '../records/records.js';
import type { Origin } from '../signals/origins.js';
import type { SignalFacts } from '../wire/events.js';

/** A record that is made up when somebody reads it: until then it takes little room. */
export type LazyRecord = () => TraceRecord;

/** A traced signal, with all that is known of it. */
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
  /** Its process is the one on the processor. */
  readonly byCurrent: boolean;
  /** null where nobody sent it, undefined where it is not known who did. */
  readonly sender: () => Process | null | undefined;
  readonly target: () => Process;
  readonly groupId: string | undefined;
  readonly oom: Oom | undefined;
}
