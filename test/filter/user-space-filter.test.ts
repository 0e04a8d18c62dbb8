import t from 'tap';

import { attribute } from '../../src/explain/attribution.js';
import { attemptPredicate } from '../../src/filter/attempt-filter.js';
import { type Filter, TRACE_ALL } from '../../src/filter/filter.js';
import { UserSpaceFilter } from '../../src/filter/user-space-filter.js';
import type { Variant } from '../../src/filter/variant.js';
import type { AttemptView, ProcessView, SignalView } from '../../src/filter/view.js';
import { NO_PROC, type Proc } from '../../src/host/live-proc.js';
import { SENDING_CALLS } from '../../src/signals/calls.js';
import { isSent } from '../../src/signals/sent.js';
import { type FlatSignal, kernelSignal } from '../support/kernel-signal.js';

const CONTAINER = '12ab'.padEnd(64, '0');
const POD = '12345678-1234-1234-1234-123456789abc';

/** bash[500] with a thread 501, and nginx[882] of user 33 with a thread 890; no other lives. */
const PROC: Proc = {
  ...NO_PROC,
  commandLine: (pid) => ({ 500: 'bash -l', 882: 'nginx -g daemon off;' })[pid],
  args: (pid) => PROC.commandLine(pid)?.split(' '),
  comm: (pid) => ({ 500: 'bash', 882: 'nginx' })[pid],
  processOf: (tid) => ({ 500: 500, 501: 500, 882: 882, 890: 882 })[tid],
  owner: (pid) => ({ 500: 1000, 882: 33, 890: 33 })[pid],
  cgroup: (pid) => ({ 500: '/', 882: `/system.slice/nginx.service` })[pid],
  hasThread: (pid, tid) => PROC.processOf(tid) === pid,
};

/** What is known of both ends beside the kernel's own line. */
interface Told {
  readonly current?: ProcessView;
  readonly target?: ProcessView;
}

function selection(asked: Partial<Filter>): UserSpaceFilter {
  return new UserSpaceFilter({ ...TRACE_ALL, ...asked }, PROC);
}

/** A signal of these facts, as the filter sees it. */
function view(other: Partial<FlatSignal> = {}, told: Told = {}): SignalView {
  const facts = kernelSignal(other);
  const { origin, from } = attribute(facts);
  const { currentPid: pid, currentTid: tid, currentComm: comm, uid } = facts;
  const current = { pid, tid, comm, uid, ...told.current };
  const { targetPid, targetTid, targetComm, targetUid, targetStartTimeNs } = facts;
  return {
    signo: facts.signo,
    si_code: facts.siCode,
    origin,
    sentByCurrent: from === 'current',
    sentByCode: isSent(facts),
    current,
    sender: from === 'current' ? current : from === 'nobody' ? null : undefined,
    target: {
      pid: targetPid === 0 ? undefined : targetPid,
      tid: targetTid,
      comm: targetComm,
      uid: targetUid === -1 ? undefined : targetUid,
      start_time: targetStartTimeNs === 0n ? undefined : String(targetStartTimeNs),
      ...told.target,
    },
  };
}

const everything = () => true;

/** What the filter asks in user space; a filter that has nothing to ask takes everything. */
function asks(filter: UserSpaceFilter, variant?: Variant) {
  return filter.predicate(variant) ?? everything;
}

function selected(
  asked: Partial<Filter>,
  signal: Partial<FlatSignal> = {},
  variant: Variant = 'full',
) {
  return asks(selection(asked), variant)(view(signal));
}

const inUnit = (unit: string): Told => ({ target: { cgroup: `/system.slice/${unit}` } });
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

void t.test('what a process told of itself goes before /proc', (t) => {
  const told: Told = {
    current: { cmdline: ['pkill', '-f', 'my app'] },
    target: { cmdline: ['my', 'app'] },
  };
  const wants = (filter: Partial<Filter>) => asks(selection(filter), 'full')(view({}, told));
  t.ok(wants({ from: [command(/^pkill -f my app$/)] }));
  t.notOk(wants({ from: [command(/bash/)] }));
  t.ok(wants({ to: [command(/^my app$/)] }));
  t.notOk(wants({ to: [command(/nginx/)] }));
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

void t.test('of a signal without a code, the way that it came says whether it was sent', (t) => {
  const unread = { signo: 9, siCode: undefined, errno: undefined, call: -1 };
  const killed = { ...unread, stack: ['kill_pid_info_type', 'kill_something_info'] };
  const oom = { ...unread, stack: ['__oom_kill_process'] };
  for (const asked of [{ from: [pid(500)] }, { fromUsers: [1000] }, { users: [1000] }]) {
    t.ok(selected(asked, killed, 'kprobe'));
    t.notOk(selected(asked, oom, 'kprobe'), 'the task on the processor is no sender');
  }
  t.notOk(selected({ codes: [0] }, killed, 'kprobe'));
  t.ok(selected({ codes: [0] }, { siCode: 0 }, 'kprobe'));
  t.end();
});

void t.test('a pattern has no memory', (t) => {
  const question = asks(selection({ to: [command(/nginx/g)] }), 'full');
  for (let i = 0; i < 3; i++) t.ok(question(view()), `${i}`);
  t.end();
});

void t.test('without types, /proc knows the process of a thread, its user and its cgroup', (t) => {
  const unfound = { targetPid: 0, targetUid: -1, targetTid: 890, targetStartTimeNs: 0n, who: '' };
  t.ok(selected({ to: [pid(882)] }, unfound, 'core'));
  t.notOk(selected({ to: [pid(500)] }, unfound, 'core'));
  t.ok(selected({ toUsers: [33] }, unfound, 'core'));
  t.notOk(selected({ toUsers: [0] }, unfound, 'core'));
  t.notOk(selected({ toUsers: [33] }, { ...unfound, targetTid: 7 }, 'core'), 'nobody known');
  t.ok(selected({ users: [33] }, unfound, 'core'));
  t.ok(selected({ users: [1000] }, unfound, 'core'));
  t.notOk(selected({ users: [0] }, unfound, 'core'));
  t.notOk(selected({ users: [1000] }, { ...unfound, siCode: 128 }, 'core'), 'nobody sent it');
  t.ok(selected({ toUnits: ['nginx'] }, { ...unfound, targetTid: 882 }, 'core'));
  t.notOk(selected({ fromUnits: ['nginx'] }, unfound, 'core'));
  t.ok(selected({ codes: ['SI_USER'] }, unfound, 'core'));
  t.notOk(selected({ codes: ['SEGV_MAPERR', -6] }, unfound, 'core'));
  t.end();
});

void t.test('what the kernel has matched is not asked again', (t) => {
  t.ok(selected({ from: [pid(1)], to: [pid(7)], toUsers: [0], users: [0], codes: [77] }));
  t.notOk(selected({ to: [name('x')] }), 'a name is: the kernel lets through too much');
  t.ok(selected({}));
  t.end();
});

void t.test('places are those of the end that is asked about', (t) => {
  const told: Told = {
    current: { cgroup: '/user.slice/user-1000.slice/session-3.scope' },
    target: { cgroup: `/system.slice/nginx.service/kubepods-pod${POD}.slice/${CONTAINER}` },
  };
  const cases: [Partial<Filter>, boolean][] = [
    [{ toUnits: ['nginx.service'] }, true],
    [{ toUnits: ['apache2', 'nginx'] }, true],
    [{ toUnits: ['ngin'] }, false],
    [{ toUnits: ['session-3.scope'] }, false],
    [{ fromUnits: ['session-3.scope'] }, true],
    [{ fromUnits: ['session-3'] }, false],
    [{ toContainers: ['12AB'] }, true],
    [{ toContainers: [CONTAINER] }, true],
    [{ toContainers: ['ab'] }, false],
    [{ fromContainers: ['12ab'] }, false],
    [{ toPods: [POD.toUpperCase()] }, true],
    [{ toPods: [POD.replaceAll('-', '_')] }, true],
    [{ toPods: [POD.replace('1', '2')] }, false],
    [{ toUnits: ['nginx'], fromUnits: ['cron'] }, false],
    [{ toSlices: ['system'] }, true],
    [{ toSlices: ['system.slice'] }, true],
    [{ toSlices: ['-.slice'] }, true],
    [{ toSlices: ['user'] }, false],
    [{ fromSlices: ['user', 'x'] }, true],
    [{ fromSlices: ['user-1000.slice'] }, true],
    [{ fromSlices: ['system'] }, false],
    [{ to: [{ kind: 'unit', unit: 'nginx' }] }, true],
    [{ to: [{ kind: 'unit', unit: 'user.slice' }] }, false],
    [{ from: [{ kind: 'unit', unit: 'user.slice' }] }, true],
    [{ either: [{ kind: 'container', container: '12ab' }] }, true],
    [{ from: [{ kind: 'pod', pod: POD }] }, false],
  ];
  for (const [asked, expected] of cases) {
    const made = selection(asked);
    t.equal(asks(made, 'full')(view({}, told)), expected, JSON.stringify(asked));
    t.strictSame(made.warnings(), []);
  }
  const fromUnit = asks(selection({ fromUnits: ['session-3.scope'] }), 'full');
  t.notOk(fromUnit(view({ call: -1, siCode: 128 }, told)), 'nobody sent it');
  t.end();
});

void t.test('where a place is not known, the signal is dropped, and counted once', (t) => {
  const made = selection({ toUnits: ['nginx'], toContainers: ['12'], origins: only('kill') });
  const question = asks(made, 'full');
  t.notOk(question(view()));
  t.notOk(question(view()));
  t.notOk(question(view({ arg: -1 })), 'it is not asked for anyhow');
  t.match(made.warnings(), [{ code: 'place_unknown', message: /^2 signals were dropped/ }]);
  t.end();
});

void t.test('an origin is asked for, or kept out', (t) => {
  t.ok(selected({ origins: only('kill', 'oom') }));
  t.notOk(selected({ origins: only('oom') }));
  t.notOk(selected({ origins: { except: true, names: ['kill'] } }));
  t.ok(selected({ origins: { except: true, names: ['child'] } }));
  t.ok(selected({ origins: only('kill-group') }, { arg: -882 }));
  t.end();
});

void t.test('where an origin is not known, the signal is dropped, and counted', (t) => {
  const unknown = { call: -1, siCode: 128 };
  const made = selection({ origins: only('oom'), toUnits: ['nginx'] });
  const question = asks(made, 'full');
  t.notOk(question(view(unknown, inUnit('nginx.service'))));
  t.notOk(question(view({}, inUnit('nginx.service'))), 'it is known, and not asked for');
  t.match(made.warnings(), [{ code: 'origin_unknown', message: /^1 signals? / }]);
  for (const [asked, told, expected] of [
    [{ origins: only('oom'), toUnits: ['cron'] }, inUnit('nginx.service'), false],
    [{ origins: only('unknown') }, {}, true],
    [{ origins: { except: true, names: ['unknown'] } }, {}, false],
    [{ origins: { except: true, names: ['oom'] } }, {}, true],
  ] as const) {
    const made = selection(asked);
    t.equal(asks(made, 'full')(view(unknown, told)), expected);
    t.strictSame(made.warnings(), [], 'it is as it was asked for');
  }
  t.end();
});

void t.test('a record that is read back is asked all that the filter asks', (t) => {
  const record = view({ siCode: 0 }, inUnit('nginx.service'));
  const wants = (asked: Partial<Filter>, other: Partial<SignalView> = {}) =>
    asks(new UserSpaceFilter({ ...TRACE_ALL, ...asked }))({
      ...record,
      result: 'delivered',
      ...other,
    });
  t.ok(wants({}));
  t.ok(wants({ to: [pid(882)], from: [name('bash')], codes: ['SI_USER'], results: ['delivered'] }));
  t.notOk(wants({ to: [pid(883)] }));
  t.notOk(wants({ from: [name('nginx')] }));
  t.notOk(wants({ results: ['ignored'] }));
  t.notOk(wants({ signals: { except: false, numbers: [9] } }));
  t.ok(wants({ signals: { except: true, numbers: [9] }, toSlices: ['system'] }));
  t.ok(wants({ toUsers: [33], fromUsers: [1000] }));
  t.notOk(wants({ from: [name('bash')] }, { current: undefined }), 'nobody is named');
  t.end();
});

void t.test('failed calls: whom they were for is whom the caller gave', (t) => {
  const attempted = (asked: Partial<Filter>, other: Attempted = {}, sender?: ProcessView) =>
    (attemptPredicate(selection(asked)) ?? everything)(attempt(other, sender));
  t.ok(attempted({}));
  t.ok(attempted({ to: [pid(882)] }));
  t.notOk(attempted({ to: [pid(883)] }));
  t.notOk(attempted({ to: [pid(882)] }, { call: 5 }), 'a descriptor is no pid');
  t.notOk(attempted({ to: [pid(882)] }, { arg: -882 }), 'a group is no process');
  t.ok(attempted({ to: [name('nginx')] }));
  t.ok(attempted({ to: [command(/daemon/)] }));
  t.notOk(attempted({ to: [command(/./)] }, { arg: 7 }), 'nobody has that pid');
  t.ok(attempted({ from: [command(/^bash -l$/)] }));
  t.ok(attempted({ either: [pid(500)] }));
  t.ok(attempted({ either: [pid(882)] }));
  t.notOk(attempted({ either: [pid(1)] }));
  t.ok(attempted({ toUsers: [33] }));
  t.notOk(attempted({ toUsers: [33] }, { arg: 7 }));
  t.ok(attempted({ users: [1000] }));
  t.ok(attempted({ users: [33] }));
  t.notOk(attempted({ users: [0] }));
  t.ok(attempted({ toUnits: ['nginx'] }));
  t.notOk(attempted({ toUnits: ['nginx'] }, { arg: 7 }));
  t.ok(attempted({ fromUnits: ['cron'] }, {}, { cgroup: '/system.slice/cron.service' }));
  t.notOk(attempted({ fromUnits: ['cron'] }));
  t.ok(attempted({ origins: only('kill') }));
  t.ok(attempted({ origins: only('kill-all') }, { arg: -1 }));
  t.ok(attempted({ origins: only('tkill') }, { call: 2 }));
  t.notOk(attempted({ origins: only('oom') }));
  t.notOk(attempted({ to: [pid(882)] }, {}, { nspid: 7 }), "its 882 is another's");
  t.ok(attempted({ results: ['ignored'], codes: [1] }), 'it has none');
  t.end();
});

function only(...names: Filter['origins']['names']): Filter['origins'] {
  return { except: false, names };
}

/** Its place in SENDING_CALLS, and its first argument. */
interface Attempted {
  readonly call?: number;
  readonly arg?: number;
}

/** bash[500] tried to kill 882, but for what is said otherwise. */
function attempt({ call = 0, arg = 882 }: Attempted, sender: ProcessView = {}): AttemptView {
  const { name = '', origin = () => 'unknown' as const } = SENDING_CALLS[call] ?? {};
  return {
    syscall: name,
    arg,
    signo: 15,
    origin: origin(arg),
    sender: { pid: 500, tid: 500, comm: 'bash', uid: 1000, ...sender },
  };
}
