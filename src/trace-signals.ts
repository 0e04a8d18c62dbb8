import type { TraceRecord } from './schema/records.js';
import { Trace, type TraceOptions } from './trace.js';

export interface TraceSignalsOptions extends TraceOptions {
  /** Ends the trace in good order: what was traced is still yielded, then `end`. */
  readonly signal?: AbortSignal;
}

/**
 * Traces the signals of this host.
 *
 *     for await (const record of traceSignals({ signal: AbortSignal.timeout(10_000) })) {
 *       if (record.type === 'signal') console.log(record.signal, record.target.comm);
 *     }
 *
 * Records come in the order of the kernel's clock. A reader that is slow holds the source up; what the
 * kernel then has no room for is counted and told of by `lost` records. Leaving the loop ends the trace.
 *
 * @throws SignalsTraceError and nothing else: match its `code`; its `hint` says what mends it
 */
export async function* traceSignals(
  options: TraceSignalsOptions = {},
): AsyncGenerator<TraceRecord, void> {
  const { signal, ...rest } = options;
  if (isAborted(signal)) return;
  const trace = await Trace.open(rest);
  const abort = () => {
    trace.stop('aborted');
  };
  // It may have been aborted meanwhile, which a listener would not be told.
  if (isAborted(signal)) abort();
  signal?.addEventListener('abort', abort);
  try {
    for await (const batch of trace) yield* batch;
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false;
}
