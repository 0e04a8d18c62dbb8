import t from 'tap';

import { attemptPredicate } from '../../src/filter/attempt-filter.js';
import { type Filter, TRACE_ALL } from '../../src/filter/filter.js';
import { type IdentityLookup, UserSpaceFilter } from '../../src/filter/user-space-filter.js';
import type { CgroupPlace } from '../../src/host/cgroup.js';
import type { Proc } from '../../src/host/live-proc.js';
import type { Variant } from '../../src/program/variants.js';
import type { Attempt } from '../../src/wire/events.js';
import { type FlatSignal, kernelSignal } from '../support/kernel-signal.js';

const CONTAINER = '12ab'.padEnd(64, '0');
const POD = '12345678-1234-1234-1234-123456789abc';

/** bash[500] with a thread 501, and nginx[882] of user 33 with a thread 890; no other lives. */
const PROC: Proc = {
  unread: 0,
  commandLine: (pid) => ({ 500: 'bash -l', 882: 'nginx -g daemon off;' })[pid],
  pids: () => [],
  comm: (pid) => ({ 500: 'bash', 882: 'nginx' })[pid],
  processOf: (tid) => ({ 500: 500, 501: 500, 882: 882, 890: 882 })[tid],
  owner: (pid) => ({ 500: 1000, 882: 33, 890: 33 })[pid],
  cgroup: (pid) => ({ 500: '/', 882: `/system.slice/nginx.service` })[pid],
  hasThread: (pid, tid) => PROC.processOf(tid) === pid,
};

/** Knows nothing of anybody. */
const NOTHING: IdentityLookup = {
  commandLineOfCurrent: () => undefined,
  commandLineOfTarget: () => undefined,
  placeOfCurrent: () => undefined,
  placeOfTarget: () => undefined,
  inPidNamespace: () => false,
};

function selection(asked: Partial<Filter>, ends: Partial<IdentityLookup> = {}): UserSpaceFilter {
  return new UserSpaceFilter({ ...TRACE_ALL, ...asked }, PROC, { ...NOTHING, ...ends });
}

function selected(
  asked: Partial<Filter>,
  signal: Partial<FlatSignal> = {},
  variant: Variant = 'full',
) {
  return selection(asked).predicate(variant)(kernelSignal(signal));
}

const inUnit = (unit: string) => ({ placeOfTarget: () => ({ unit }) });
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
  const ends: Partial<IdentityLookup> = {
    commandLineOfCurrent: () => ['pkill', '-f', 'my app'],
    commandLineOfTarget: () => ['my', 'app'],
  };
  const asks = (filter: Partial<Filter>) =>
    selection(filter, ends).predicate('full')(kernelSignal());
  t.ok(asks({ from: [command(/^pkill -f my app$/)] }));
  t.notOk(asks({ from: [command(/bash/)] }));
  t.ok(asks({ to: [command(/^my app$/)] }));
  t.notOk(asks({ to: [command(/nginx/)] }));
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
  const question = selection({ to: [command(/nginx/g)] }).predicate('full');
  for (let i = 0; i < 3; i++) t.ok(question(kernelSignal()), `${i}`);
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
  t.ok(selected({ from: [pid(1)], to: [name('x')], toUsers: [0], users: [0], codes: [77] }));
  t.ok(selected({}));
  t.end();
});

void t.test('places are those of the end that is asked about', (t) => {
  const session: CgroupPlace = { unit: 'session-3.scope' };
  const ends: Partial<IdentityLookup> = {
    placeOfCurrent: () => session,
    placeOfTarget: () => ({ unit: 'nginx.service', container: CONTAINER, pod: POD }),
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
  ];
  for (const [asked, expected] of cases) {
    const made = selection(asked, ends);
    t.equal(made.predicate('full')(kernelSignal()), expected, JSON.stringify(asked));
    t.strictSame(made.warnings(), []);
  }
  const fromUnit = selection({ fromUnits: ['session-3.scope'] }, ends).predicate('full');
  t.notOk(fromUnit(kernelSignal({ call: -1, siCode: 128 })), 'nobody sent it');
  t.end();
});

void t.test('where a place is not known, the signal is dropped, and counted once', (t) => {
  const made = selection({ toUnits: ['nginx'], toContainers: ['12'], origins: only('kill') });
  const question = made.predicate('full');
  t.notOk(question(kernelSignal()));
  t.notOk(question(kernelSignal()));
  t.notOk(question(kernelSignal({ arg: -1 })), 'it is not asked for anyhow');
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
  const unknown = kernelSignal({ call: -1, siCode: 128 });
  const made = selection({ origins: only('oom'), toUnits: ['nginx'] }, inUnit('nginx.service'));
  t.notOk(made.predicate('full')(unknown));
  t.notOk(made.predicate('full')(kernelSignal()), 'it is known, and not asked for');
  t.match(made.warnings(), [{ code: 'origin_unknown', message: /^1 signals? / }]);
  for (const [asked, ends, expected] of [
    [{ origins: only('oom'), toUnits: ['cron'] }, inUnit('nginx.service'), false],
    [{ origins: only('unknown') }, {}, true],
    [{ origins: { except: true, names: ['unknown'] } }, {}, false],
    [{ origins: { except: true, names: ['oom'] } }, {}, true],
  ] as const) {
    const made = selection(asked, ends);
    t.equal(made.predicate('full')(unknown), expected);
    t.strictSame(made.warnings(), [], 'it is as it was asked for');
  }
  t.end();
});

void t.test('failed calls: whom they were for is whom the caller gave', (t) => {
  const attempted = (
    asked: Partial<Filter>,
    other: Partial<Attempt> = {},
    ends?: Partial<IdentityLookup>,
  ) => attemptPredicate(selection(asked, ends))(attempt(other));
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
  t.ok(
    attempted({ fromUnits: ['cron'] }, {}, { placeOfCurrent: () => ({ unit: 'cron.service' }) }),
  );
  t.notOk(attempted({ fromUnits: ['cron'] }));
  t.ok(attempted({ origins: only('kill') }));
  t.ok(attempted({ origins: only('kill-all') }, { arg: -1 }));
  t.ok(attempted({ origins: only('tkill') }, { call: 2 }));
  t.notOk(attempted({ origins: only('oom') }));
  t.notOk(
    attempted({ to: [pid(882)] }, {}, { inPidNamespace: () => true }),
    "its 882 is another's",
  );
  t.ok(attempted({ results: ['ignored'], codes: [1] }), 'it has none');
  t.end();
});

function only(...names: Filter['origins']['names']): Filter['origins'] {
  return { except: false, names };
}

/** bash[500] tried to kill 882, but for what is said otherwise. */
function attempt(other: Partial<Attempt>): Attempt {
  return {
    kind: 'attempt',
    cpu: 0,
    seq: 1,
    ktime: 1n,
    call: 0,
    signo: 15,
    arg: 882,
    thread: 0,
    errno: 1,
    currentPid: 500,
    currentTid: 500,
    currentComm: 'bash',
    uid: 1000,
    gid: 1000,
    cgroupId: '4711',
    processKey: 'abc1f4',
    ...other,
  };
}
