import type { Oom, TraceRecord } from '../records/records.js';
import type { SignalFacts } from '../wire/events.js';
import type { Ends } from './ends.js';
import type { SignalKind } from './signal-kind.js';

/** Makes a record when somebody reads it; until then it takes little room. */
export type LazyRecord = () => TraceRecord;

/** A traced signal with everything that is known of it. */
export interface TracedSignal extends Ends {
  readonly kind: 'traced-signal';
  readonly id: string;
  readonly cpu: number;
  readonly ktime: bigint;
  readonly facts: SignalFacts;
  /** The part that all signals with these facts share. */
  readonly shared: SignalKind;
  /** Wall clock, ns since 1970. */
  readonly wall: bigint;
  readonly late: boolean;
  readonly groupId: string | undefined;
  readonly oom: Oom | undefined;
  /** Only the thread of the parent has ended that started the target. */
  readonly parentThread: boolean;
}
