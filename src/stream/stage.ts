/** A synchronous step of the pipeline. A batch is what one read of the source brought. */
export interface Stage<In, Out> {
  push(batch: readonly In[], arrival: Arrival): Out[];
  /** The source has ended: give up what is still held. */
  flush(arrival: Arrival): Out[];
}

/** When a batch came, by the monotonic clock of the reader. */
export interface Arrival {
  readonly ns: bigint;
}
