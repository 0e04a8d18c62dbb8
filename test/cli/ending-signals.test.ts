import t from 'tap';

import { ENDING_SIGNALS, onEndingSignals } from '../../src/cli/ending-signals.js';

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
