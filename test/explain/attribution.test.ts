import t from 'tap';

import { attribute } from '../../src/explain/attribution.js';
import { type FlatSignal, kernelSignal } from '../support/kernel-signal.js';

const SIGCHLD = 17;
const SELF = { targetPid: 500, targetTid: 500 };
const UNPROVEN = { call: -1, arg: 0, stack: [] };

/** "origin from". */
function cause(signal: Partial<FlatSignal>): string {
  const { origin, from } = attribute(kernelSignal(signal));
  return `${origin} by ${from}`;
}

const behind = (...frames: string[]) => ['__traceiter_signal_generate', ...frames];

void t.test('a proven system call tells its sender', (t) => {
  const calls: [number, number, string][] = [
    [62, 882, 'kill'],
    [62, 0, 'kill-group'],
    [62, -882, 'kill-group'],
    [62, -1, 'kill-all'],
    [129, 882, 'sigqueue'],
    [297, 882, 'sigqueue'],
    [200, 882, 'tkill'],
    [234, 882, 'tkill'],
    [424, 3, 'pidfd'],
  ];
  for (const [call, arg, origin] of calls) t.equal(cause({ call, arg }), `${origin} by current`);
  t.equal(cause({ call: 62, arg: 500, ...SELF }), 'kill by current', 'to itself, too');
  t.end();
});

void t.test('else the stack does', (t) => {
  const stacks: [string, string, Partial<FlatSignal>?][] = [
    ['it_real_fn', 'interval-timer by nobody'],
    ['posix_cpu_timers_work', 'interval-timer by nobody', { signo: 27 }],
    ['posix_cpu_timers_work', 'rlimit by nobody', { signo: 24 }],
    ['posix_cpu_timers_work', 'rlimit by nobody', { signo: 9 }],
    ['force_sig_fault', 'fault by nobody', { ...SELF, signo: 11 }],
    ['tty_signal_session_leader', 'tty by nobody', { signo: 1 }],
    ['__oom_kill_process', 'oom by nobody', { signo: 9 }],
    ['zap_pid_ns_processes', 'pid-namespace by nobody', { signo: 9 }],
    ['reboot_pid_ns', 'reboot by current', { signo: 9 }],
    ['syscall_user_dispatch', 'syscall-dispatch by nobody', { signo: 31 }],
    ['kill_orphaned_pgrp', 'kernel by nobody', { signo: 1 }],
    ['__cgroup_kill', 'cgroup-kill by current', { signo: 9 }],
    ['ptrace_attach', 'ptrace by current', { signo: 19 }],
    ['__do_notify', 'mqueue by current', { siCode: -3 }],
  ];
  for (const [frame, told, more] of stacks)
    t.equal(cause({ ...UNPROVEN, siCode: 128, ...more, stack: behind(frame) }), told, frame);
  t.end();
});

void t.test('a child is the sender where it is the one whose state has changed', (t) => {
  const child = { ...UNPROVEN, signo: SIGCHLD, stack: behind('do_notify_parent') };
  t.equal(cause({ ...child, siCode: 1, arg: 16 }), 'child by current', 'it has ended');
  t.equal(cause({ ...child, siCode: 5 }), 'child by current', 'it has stopped');
  t.equal(cause({ ...child, siCode: 1 }), 'child by not known', 'its tracer or parent dies');
  t.equal(cause({ ...child, siCode: 1, stack: [] }), 'child by not known', 'by its code alone');
  t.end();
});

void t.test('a code alone proves little', (t) => {
  const codes: [number, string][] = [
    [0, 'unknown by current'],
    [-1, 'unknown by current'],
    [-6, 'tkill by current'],
    [-2, 'unknown by not known'],
    [-60, 'unknown by not known'],
    [-1000, 'unknown by not known'],
    [1, 'unknown by not known'],
    [128, 'unknown by not known'],
  ];
  for (const [siCode, told] of codes) t.equal(cause({ ...UNPROVEN, siCode }), told, `${siCode}`);
  t.end();
});

void t.test('to itself a task may claim any code', (t) => {
  for (const siCode of [0, -1, -6, 1, 128, -2]) {
    for (const signo of [15, SIGCHLD])
      t.equal(cause({ ...UNPROVEN, ...SELF, siCode, signo }), 'unknown by not known', `${siCode}`);
  }
  const pipe = { ...UNPROVEN, ...SELF, signo: 13 };
  t.equal(cause({ ...pipe, stack: behind('of_tomorrow', 'vfs_write') }), 'pipe by nobody');
  t.equal(cause({ ...pipe, stack: behind('of_tomorrow') }), 'unknown by not known');
  t.end();
});
