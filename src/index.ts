export { type ErrorCode, SignalsTraceError } from './errors.js';
export { type Filter, TRACE_ALL, type Who } from './filter/filter.js';
export { RECORD_SCHEMA, SCHEMA_VERSION } from './records/record-schema.js';
export type * from './records/records.js';
export { codeName } from './signals/codes.js';
export { parseSignal, signalName } from './signals/numbers.js';
export { type Origin, ORIGINS } from './signals/origins.js';
export { type Result, RESULTS } from './signals/results.js';
export { traceSignals, type TraceSignalsOptions } from './trace-signals.js';
