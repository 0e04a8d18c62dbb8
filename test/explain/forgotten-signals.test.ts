import t from 'tap';

import { ForgottenSignals } from '../../src/explain/forgotten-signals.js';
import { kernelSignal } from '../support/kernel-signal.js';

void t.test('each forgotten signal is taken once, by who may take it', (t) => {
  const forgotten = new ForgottenSignals();
  forgotten.add(kernelSignal({ signo: 40 }));
  forgotten.add(kernelSignal({ signo: 40 }));
  forgotten.add(kernelSignal({ signo: 41, group: 0, targetTid: 883 }));
  t.notOk(forgotten.take({ signo: 42, tid: 882 }));
  t.notOk(forgotten.take({ signo: 41, tid: 882 }), 'another thread’s');
  t.ok(forgotten.take({ signo: 41, tid: 883 }));
  t.ok(forgotten.take({ signo: 40, tid: 1 }), 'any thread’s');
  t.ok(forgotten.take({ signo: 40, tid: 2 }));
  t.notOk(forgotten.take({ signo: 40, tid: 2 }));
  t.end();
});

void t.test('however many threads there are, few queues are counted', (t) => {
  const forgotten = new ForgottenSignals();
  for (let tid = 1; tid <= 1025; tid++) {
    forgotten.add(kernelSignal({ signo: 40, group: 0, targetTid: tid }));
  }
  t.ok(forgotten.take({ signo: 40, tid: 1024 }));
  t.notOk(forgotten.take({ signo: 40, tid: 1025 }));
  t.end();
});
