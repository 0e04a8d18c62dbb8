import t from 'tap';

import * as api from '../src/index.js';

void t.test('the public API', (t) => {
  t.strictSame(Object.keys(api).sort(), [
    'ORIGINS',
    'RECORD_SCHEMA',
    'RESULTS',
    'SCHEMA_VERSION',
    'SignalsTraceError',
    'TRACE_ALL',
    'codeName',
    'parseSignal',
    'signalName',
    'traceSignals',
  ]);
  t.end();
});
