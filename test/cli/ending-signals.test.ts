import t from 'tap';

import {
  ENDING_SIGNALS,
  keepHangupIgnored,
  onEndingSignals,
} from '../../src/cli/ending-signals.js';

void t.test('each ending signal is heard until the default is restored', (t) => {
  const before = ENDING_SIGNALS.map((signal) => process.listenerCount(signal));
  const heard: string[] = [];
  const restore = onEndingSignals((signal) => heard.push(signal));
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.emit(signal, signal);
  t.same(heard, ['SIGINT', 'SIGTERM', 'SIGHUP']);
  restore();
  t.same(
    ENDING_SIGNALS.map((signal) => process.listenerCount(signal)),
    before,
  );
  t.end();
});

void t.test('a SIGHUP that came ignored stays so', (t) => {
  const before = process.listenerCount('SIGHUP');
  keepHangupIgnored();
  t.equal(process.listenerCount('SIGHUP'), before, 'it did not');
  process.env['_SIGNALS_TRACE_HUP_IGNORED'] = '1';
  t.teardown(() => {
    delete process.env['_SIGNALS_TRACE_HUP_IGNORED'];
    process.removeAllListeners('SIGHUP');
  });
  keepHangupIgnored();
  t.equal(process.listenerCount('SIGHUP'), before + 1);
  const heard: string[] = [];
  const restore = onEndingSignals((signal) => heard.push(signal));
  for (const signal of ['SIGHUP', 'SIGTERM'] as const) process.emit(signal, signal);
  t.same(heard, ['SIGTERM']);
  restore();
  t.equal(process.listenerCount('SIGHUP'), before + 1);
  t.end();
});
