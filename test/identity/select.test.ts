import t from 'tap';

import type { Proc } from '../../src/identity/proc.js';
import { selection } from '../../src/identity/select.js';
import type { Variant } from '../../src/program/conditions.js';
import { type Filter, TRACE_ALL } from '../../src/program/filter.js';
import type { KernelSignal } from '../../src/stream/source-record.js';
import { kernelSignal } from '../support/kernel-signal.js';

/** bash[500] with a thread 501, and nginx[882] of user 33 with a thread 890; no other lives. */
const PROC: Proc = {
  commandLine: (pid) => ({ 500: 'bash -l', 882: 'nginx -g daemon off;' })[pid],
  pids: () => [],
  comm: (pid) => ({ 500: 'bash', 882: 'nginx' })[pid],
  processOf: (tid) => ({ 500: 500, 501: 500, 882: 882, 890: 882 })[tid],
  owner: (pid) => ({ 500: 1000, 882: 33, 890: 33 })[pid],
  hasThread: (pid, tid) => PROC.processOf(tid) === pid,
};

function selected(
  asked: Partial<Filter>,
  signal: Partial<KernelSignal> = {},
  variant: Variant = 'full',
) {
  return selection({ ...TRACE_ALL, ...asked }, variant, PROC)(kernelSignal(signal));
}

const command = (pattern: RegExp) => ({ kind: 'command', pattern }) as const;
const name = (name: string) => ({ kind: 'name', name }) as const;
const pid = (pid: number) => ({ kind: 'pid', pid }) as const;

void t.test('a command line is that of the process, else its name stands for it', (t) => {
  t.ok(selected({ from: [command(/^bash -l$/)] }));
  t.ok(selected({ to: [command(/daemon/)] }, { targetTid: 890 }));
  t.ok(selected({ either: [command(/daemon/)] }));
  t.notOk(selected({ from: [command(/daemon/)] }));
  t.ok(selected({ to: [command(/^gone$/)] }, { targetPid: 7, targetTid: 7, targetComm: 'gone' }));
  t.end();
});

void t.test('beside a command line, pids and names mean what they mean to the kernel', (t) => {
  const none = command(/no such/);
  t.ok(selected({ to: [none, pid(882)] }));
  t.notOk(selected({ to: [none, pid(890)] }, { targetTid: 890 }));
  t.ok(selected({ to: [none, name('nginx')] }, { targetTid: 890, targetComm: 'worker' }));
  t.ok(selected({ to: [none, name('worker')] }, { targetTid: 890, targetComm: 'worker' }));
  t.ok(selected({ from: [none, name('bash')] }, { currentTid: 501, currentComm: 'helper' }));
  t.notOk(selected({ from: [none, name('nginx')] }));
  t.end();
});

void t.test('a pattern has no memory', (t) => {
  const question = selection({ ...TRACE_ALL, to: [command(/nginx/g)] }, 'full', PROC);
  for (let i = 0; i < 3; i++) t.ok(question(kernelSignal()), `${i}`);
  t.end();
});

void t.test('without types, /proc knows the process of a thread, and its user', (t) => {
  const unfound = { targetPid: 0, targetUid: -1, targetTid: 890 };
  t.ok(selected({ to: [pid(882)] }, unfound, 'core'));
  t.notOk(selected({ to: [pid(500)] }, unfound, 'core'));
  t.ok(selected({ toUsers: [33] }, unfound, 'core'));
  t.notOk(selected({ toUsers: [0] }, unfound, 'core'));
  t.notOk(selected({ toUsers: [33] }, { ...unfound, targetTid: 7 }, 'core'), 'nobody known');
  t.end();
});

void t.test('what the kernel has matched is not asked again', (t) => {
  t.ok(selected({ from: [pid(1)], to: [name('x')], toUsers: [0] }));
  t.ok(selected({}));
  t.end();
});
