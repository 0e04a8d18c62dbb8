import t from 'tap';

import { attemptView, type Ends, signalView } from '../../src/pipeline/signal-view.js';
import { attempt, kernelSignal } from '../support/kernel-signal.js';

/** Counts how often a whole process is described. */
function ends() {
  const made = { described: 0 };
  const describe = (pid: number) => ({
    read: () => {
      made.described++;
      return {
        pid,
        tid: pid,
        comm: 'x',
        cgroup: `/${pid}`,
        cmdline: ['x'],
        start_time: '5',
        nspid: 1,
      };
    },
    json: () => '',
  });
  const both: Ends = { current: () => describe(500), target: () => describe(882) };
  return { made, both };
}

void t.test(
  'cheap fields are at hand; a whole process is described once, when it is asked for',
  (t) => {
    const { made, both } = ends();
    const view = signalView(kernelSignal(), both);
    t.match(view, {
      signo: 15,
      si_code: 0,
      result: 'delivered',
      origin: 'kill',
      sentByCurrent: true,
    });
    t.match(view.sender, { pid: 500, comm: 'bash', uid: 1000 });
    t.match(view.target, { pid: 882, tid: 882, comm: 'nginx', uid: 33 });
    t.equal(made.described, 0);
    t.equal(view.target.cgroup, '/882');
    t.strictSame(view.target.cmdline, ['x']);
    t.equal(view.sender?.cgroup, '/500');
    t.equal(view.sender?.nspid, 1);
    t.equal(made.described, 2);
    t.end();
  },
);

void t.test('what is not known is absent', (t) => {
  const { both } = ends();
  const alarm = signalView(
    kernelSignal({ siCode: undefined, result: undefined, call: -1, stack: ['it_real_fn'] }),
    both,
  );
  t.equal(alarm.sender, null, 'nobody sent it');
  t.equal(alarm.si_code, undefined);
  t.equal(alarm.result, undefined);
  const unknown = signalView(
    kernelSignal({ call: -1, siCode: 128, targetPid: 0, targetUid: -1 }),
    both,
  );
  t.equal(unknown.sender, undefined);
  t.equal(unknown.target.pid, undefined);
  t.equal(unknown.target.uid, undefined);
  t.end();
});

void t.test('a failed call', (t) => {
  const view = attemptView(attempt({ arg: -882 }), ends().both);
  t.match(view, { syscall: 'kill', arg: -882, origin: 'kill-group' });
  t.equal(view.sender.cgroup, '/500');
  t.end();
});
