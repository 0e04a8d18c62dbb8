import t from 'tap';

import { signalName } from '../../src/signals/numbers.js';
import { ORIGIN_SIGNALS } from '../../src/signals/origin-signals.js';

void t.test('each number is the signal that its comment names', (t) => {
  const names = (origin: keyof typeof ORIGIN_SIGNALS) => ORIGIN_SIGNALS[origin]?.map(signalName);
  t.strictSame(names('interval-timer'), ['SIGALRM', 'SIGVTALRM', 'SIGPROF']);
  t.strictSame(names('rlimit'), ['SIGKILL', 'SIGXCPU', 'SIGXFSZ']);
  t.strictSame(names('pipe'), ['SIGPIPE']);
  t.strictSame(names('seccomp'), ['SIGSYS']);
  t.strictSame(names('oom'), ['SIGKILL']);
  t.equal(names('kill'), undefined, 'any');
  t.end();
});
