import { SignalsTraceError } from './errors.js';
import { TRACE_ALL } from './filter/filter.js';
import type { TraceRecord } from './records/records.js';
import { Trace } from './trace.js';
import type { TraceOptions } from './trace-options.js';

const OPTIONS: readonly string[] = [
  'ancestors',
  'attempts',
  'bpftrace',
  'bufferBytes',
  'commandLines',
  'count',
  'durationMs',
  'lean',
  'log',
  'probe',
];

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
 * What the calling process itself sends and gets is left out, unless the filter says `withSelf`.
 *
 * @throws SignalsTraceError and nothing else: match its `code`; its `hint` says what mends it
 */
export async function* traceSignals(
  options: TraceSignalsOptions = {},
): AsyncGenerator<TraceRecord, void> {
  const { signal, ...rest } = options;
  checkOptions(options);
  if (isAborted(signal)) return;
  const trace = await Trace.open(rest);
  const abort = () => {
    trace.stop('aborted');
  };
  // It may have been aborted meanwhile, which a listener would not be told.
  if (isAborted(signal)) abort();
  signal?.addEventListener('abort', abort);
  try {
    // Records are made together: what is known of a process may change before the next is asked for.
    for await (const batch of trace) yield* batch.map(({ record }) => record);
  } finally {
    signal?.removeEventListener('abort', abort);
  }
}

/** A caller may have no types to be held to, and a filter that is misspelt would let all through. */
function checkOptions({ signal, filter = {}, ...rest }: TraceSignalsOptions): void {
  const unknown = [
    ...Object.keys(rest).filter((name) => !OPTIONS.includes(name)),
    ...Object.keys(filter).filter((name) => !(name in TRACE_ALL)),
  ];
  if (unknown[0] !== undefined) {
    throw new SignalsTraceError(
      'usage',
      `There is no option ${unknown[0]}`,
      'see TraceSignalsOptions',
    );
  }
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new SignalsTraceError(
      'usage',
      'signal is no AbortSignal',
      'give that of an AbortController',
    );
  }
}

function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted ?? false;
}
