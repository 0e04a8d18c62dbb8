import type { SourceEvent } from '../wire/events.js';

/** Takes what a source brings. */
export interface SourceListener {
  /** All that one read brought, decoded, in the order in which it came. */
  onEvents(events: readonly SourceEvent[]): void;
}

/**
 * Where events come from: a live bpftrace, captured lines, or the kernel's trace buffer. A source
 * decodes; it knows nothing of order, filters, records and outputs.
 */
export interface Source {
  /** Stops reading until `resume`; what is not read waits in the source's own buffers. */
  pause(): void;
  resume(): void;
  /** Resolves when the source has ended and everything it brought was handed on. */
  readonly ended: Promise<unknown>;
}
