import t from 'tap';

import { causeOf } from '../../src/explain/cause.js';
import type { KernelSignal } from '../../src/stream/source-record.js';
import { kernelSignal } from '../support/kernel-signal.js';

function cause(signal: Partial<KernelSignal>): string {
  const { origin, from } = causeOf(kernelSignal(signal));
  return `${origin}, ${from}`;
}

const TO_ITSELF = { targetPid: 500, targetTid: 500 };
const SEND = '__send_signal_locked';

void t.test('a proven system call', (t) => {
  t.equal(cause({ call: 62, arg: 882 }), 'kill, current');
  t.equal(cause({ call: 62, arg: 0 }), 'kill-group, current');
  t.equal(cause({ call: 62, arg: -882 }), 'kill-group, current');
  t.equal(cause({ call: 62, arg: -1 }), 'kill-all, current');
  t.equal(cause({ call: 234, siCode: -6 }), 'tkill, current');
  t.equal(cause({ call: 129, siCode: -1 }), 'sigqueue, current');
  t.equal(cause({ call: 424 }), 'pidfd, current');
  t.end();
});

void t.test('a stack', (t) => {
  const stacks: [string, Partial<KernelSignal>, string][] = [
    ['a forged timer', { siCode: -2, stack: [SEND, 'do_rt_sigqueueinfo'] }, 'sigqueue, current'],
    ['a timer', { siCode: -2, stack: ['posixtimer_send_sigqueue'] }, 'posix-timer, nobody'],
    [
      'CPU time',
      { signo: 24, siCode: 128, stack: [SEND, 'posix_cpu_timers_work'] },
      'rlimit, nobody',
    ],
    [
      'a CPU timer',
      { signo: 27, siCode: 128, stack: [SEND, 'posix_cpu_timers_work'] },
      'interval-timer, nobody',
    ],
    [
      'a child',
      { signo: 17, siCode: 1, arg: 32, call: -1, stack: [SEND, 'do_notify_parent'] },
      'child, current',
    ],
    [
      'a child, handed on',
      { signo: 17, siCode: 1, arg: 0, call: -1, stack: [SEND, 'do_notify_parent'] },
      'child, not known',
    ],
    [
      'a stopped child',
      { signo: 17, siCode: 5, arg: 0, call: -1, stack: [SEND, 'do_notify_parent_cldstop'] },
      'child, current',
    ],
    [
      'an unknown way to write',
      { ...TO_ITSELF, signo: 13, stack: [SEND, 'send_sig', 'new_write', 'vfs_write'] },
      'pipe, nobody',
    ],
    ['parts of functions', { siCode: 128, stack: [SEND, '__tty_hangup.part.0'] }, 'tty, nobody'],
  ];
  for (const [what, signal, expected] of stacks) t.equal(cause(signal), expected, what);
  t.end();
});

void t.test('an interrupt may come upon anything', (t) => {
  const upon = [SEND, 'new_interrupt', 'kill_something_info', '__x64_sys_kill'];
  t.equal(cause({ siCode: 128, stack: upon }), 'unknown, not known');
  t.end();
});

void t.test('without either, what the code proves', (t) => {
  const bare = { call: -1, arg: 0, stack: [] };
  t.equal(cause({ ...bare, siCode: -6 }), 'tkill, current', 'it cannot be forged');
  t.equal(
    cause({ ...bare, siCode: 0 }),
    'unknown, current',
    'a process, and which way is not known',
  );
  t.equal(cause({ ...bare, siCode: -2 }), 'unknown, not known', 'a timer, or who claims to be one');
  t.equal(cause({ ...bare, siCode: 128 }), 'unknown, not known');
  t.equal(cause({ ...bare, signo: 17, siCode: 1 }), 'child, not known');
  t.equal(cause({ ...bare, ...TO_ITSELF }), 'unknown, not known', 'to itself all can be forged');
  t.end();
});
