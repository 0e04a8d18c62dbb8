/** A synchronous step of the pipeline. A batch is what one read of the source brought. */
export interface Stage<In, Out> {
  push(batch: readonly In[]): Out[];
  /** The source has ended: give up what is still held. */
  flush(): Out[];
}
