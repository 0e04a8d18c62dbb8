import t from 'tap';

import type { SignalRecord, TraceRecord } from '../../src/records/records.js';
import { CASES, TERM_CASE } from '../../src/smoke/cases.js';
import { compare } from '../../src/smoke/compare.js';
import type { Context, SmokeCase } from '../../src/smoke/expectation.js';
import type { HostAbilities } from '../../src/smoke/host-abilities.js';
import type { SmokeCheck } from '../../src/smoke/smoke-report.js';

const TIMES = { time: '2026-11-24T10:24:38.625507003Z', epoch_us: 1795515878625507, cpu: 0 };
const HERE: HostAbilities = { absent: [], ownPidNamespace: false, clockErrorUs: 1 };
const CORE: HostAbilities = {
  ...HERE,
  absent: [
    ...['target.pid', 'target.uid', 'target.gid', 'ppid', 'start_time', 'cmdline', 'exe'],
    ...['ignored_why', 'outcome', 'exit', 'group_id', 'origin'],
  ],
};
const SENT_MS = 1795515878625;
const CONTEXT: Context = {
  processes: {
    actor: { pid: 10, ppid: 9, cmdline: ['node', 'act'], exe: '/bin/node', startTicks: '100' },
    target: { pid: 20, ppid: 10, cmdline: ['sh', ''], exe: '/bin/sh', startTicks: '200' },
    member: { pid: 21, ppid: 20, cmdline: ['sh', ''], exe: '/bin/sh', startTicks: '201' },
  },
  times: { before: SENT_MS, sent: SENT_MS, ended: SENT_MS + 100 },
  comms: { actor: 'actor', target: 'target', member: 'target' },
  uid: 1000,
  gid: 1001,
};
const CORE_ACTOR = { pid: 10, tid: 10, comm: 'actor', uid: 1000, gid: 1001 };
const ACTOR = {
  ...CORE_ACTOR,
  ppid: 9,
  start_time: '1000000001',
  cmdline: ['node', 'act'],
  exe: '/bin/node',
};
const UNDATED = { pid: 20, tid: 20, comm: 'target', uid: 1000, gid: 1001, ppid: 10 };
/** The record of a process that had gone before it was looked up. */
const GONE = { ...UNDATED, start_time: '2009999999' };
const TARGET = { ...GONE, cmdline: ['sh', ''], exe: '/bin/sh' };

function signal(more: Partial<SignalRecord> = {}): SignalRecord {
  return {
    type: 'signal',
    ...TIMES,
    ktime: '5000',
    id: '1-0-1',
    signal: 'SIGTERM',
    signo: 15,
    code: 'SI_USER',
    si_code: 0,
    errno: 0,
    scope: 'process',
    result: 'delivered',
    origin: 'kill',
    sender: ACTOR,
    target: TARGET,
    ...more,
  };
}

const DEATH = { signal: 'SIGTERM', signo: 15, core: false };
const OUTCOME: TraceRecord = {
  type: 'outcome',
  ...TIMES,
  ktime: '6000',
  signal_id: '1-0-1',
  signal: 'SIGTERM',
  signo: 15,
  origin: 'kill',
  sender: ACTOR,
  target: TARGET,
  outcome: 'terminated',
  fatal: true,
  exit: DEATH,
};
const EXIT: TraceRecord = {
  type: 'exit',
  ...TIMES,
  ktime: '6000',
  target: TARGET,
  exit: DEATH,
  signal_ids: ['1-0-1'],
};

/** The TERM alone, without the CHLD to its parent. */
const ONE: SmokeCase = { ...TERM_CASE, expected: TERM_CASE.expected.slice(0, 1) };

function caseNamed(name: string): SmokeCase {
  const found = CASES.find((one) => one.name === name);
  if (found === undefined) throw new Error(`no case ${name}`);
  return found;
}

function compared(records: readonly TraceRecord[], smokeCase = ONE, host = HERE) {
  const checks = compare(smokeCase, CONTEXT, records, host);
  const names = (verdict: SmokeCheck['verdict']) =>
    checks.filter((check) => check.verdict === verdict).map(({ name }) => name);
  return { checks, failed: names('failed'), skipped: names('skipped'), passed: names('passed') };
}

void t.test('right records pass every check', (t) => {
  const { failed, skipped, passed } = compared([signal(), OUTCOME, EXIT]);
  t.strictSame([failed, skipped], [[], []]);
  t.strictSame(
    passed,
    ['signal', 'sender', 'target', 'outcome', 'exit'].map((what) => `${TERM_CASE.name}: ${what}`),
  );
  t.end();
});

void t.test('each wrong field fails the check that it belongs to', (t) => {
  const wrong: [string, TraceRecord[]][] = [
    ['signal', [signal({ signo: 9 }), OUTCOME, EXIT]],
    ['signal', [signal({ code: 'SI_TKILL' }), OUTCOME, EXIT]],
    ['signal', [signal({ si_code: -6 }), OUTCOME, EXIT]],
    ['signal', [signal({ errno: 1 }), OUTCOME, EXIT]],
    ['signal', [signal({ scope: 'thread' }), OUTCOME, EXIT]],
    ['signal', [signal({ result: 'ignored' }), OUTCOME, EXIT]],
    ['signal', [signal({ origin: 'unknown' }), OUTCOME, EXIT]],
    ['signal', [signal({ time: '2026-11-24T10:24:38.625508003Z' }), OUTCOME, EXIT]],
    ['sender', [signal({ sender: { ...ACTOR, pid: 11 } }), OUTCOME, EXIT]],
    ['sender', [signal({ sender: { ...ACTOR, comm: 'other' } }), OUTCOME, EXIT]],
    ['sender', [signal({ sender: { ...ACTOR, uid: 0 } }), OUTCOME, EXIT]],
    ['sender', [signal({ sender: { ...ACTOR, gid: 0 } }), OUTCOME, EXIT]],
    ['sender', [signal({ sender: { ...ACTOR, ppid: 1 } }), OUTCOME, EXIT]],
    ['sender', [signal({ sender: { ...ACTOR, start_time: '1010000000' } }), OUTCOME, EXIT]],
    ['sender', [signal({ sender: { ...ACTOR, cmdline: ['node'] } }), OUTCOME, EXIT]],
    ['sender', [signal({ sender: { ...ACTOR, exe: '/bin/sh' } }), OUTCOME, EXIT]],
    ['sender', [signal({ sender: CORE_ACTOR }), OUTCOME, EXIT]],
    ['sender', [signal({ sender: null }), OUTCOME, EXIT]],
    ['target', [signal({ target: { ...TARGET, gid: 0 } }), OUTCOME, EXIT]],
    ['target', [signal({ target: { ...TARGET, ppid: 1 } }), OUTCOME, EXIT]],
    ['target', [signal({ target: { ...TARGET, start_time: '2010000000' } }), OUTCOME, EXIT]],
    ['target', [signal({ target: { ...TARGET, cmdline: ['sh'] } }), OUTCOME, EXIT]],
    ['target', [signal({ target: { ...TARGET, exe: '/bin/node' } }), OUTCOME, EXIT]],
    ['target', [signal({ target: { ...TARGET, tid: 22 } }), OUTCOME, EXIT]],
    ['target', [signal({ target: { ...TARGET, comm: 'other' } }), OUTCOME, EXIT]],
    ['target', [signal({ target: { pid: 20, tid: 20, comm: 'target' } }), OUTCOME, EXIT]],
    ['outcome', [signal(), { ...OUTCOME, outcome: 'handled' }, EXIT]],
    ['outcome', [signal(), { ...OUTCOME, fatal: false }, EXIT]],
    ['outcome', [signal(), { ...OUTCOME, target: { ...TARGET, pid: 21 } }, EXIT]],
    ['outcome', [signal(), { ...OUTCOME, target: GONE }, EXIT]],
    ['exit', [signal(), { ...OUTCOME, exit: { code: 0 } }, EXIT]],
    ['exit', [signal(), OUTCOME, { ...EXIT, exit: { ...DEATH, core: true } }]],
    ['exit', [signal(), OUTCOME, { ...EXIT, target: { ...TARGET, pid: 21 } }]],
    ['exit', [signal(), OUTCOME, { ...EXIT, signal_ids: ['1-0-2'] }]],
    ['exit', [signal(), OUTCOME]],
  ];
  for (const [what, records] of wrong) {
    t.strictSame(compared(records).failed, [`${TERM_CASE.name}: ${what}`], JSON.stringify(records));
  }
  t.end();
});

void t.test('a signal that never came fails one check, which shows what came instead', (t) => {
  const expected = { signal: 'SIGTERM', origin: 'kill', target: { pid: 20 } };
  t.match(compared([]).checks, [{ verdict: 'failed', expected, seen: null }]);
  t.match(compared([signal({ signal: 'SIGHUP' }), signal({ target: ACTOR })]).checks, [
    { verdict: 'failed', expected, seen: ['SIGHUP'] },
  ]);
  t.end();
});

void t.test('the time must be that of the sending, as far as clocks can tell', (t) => {
  const failed = (us: number, smokeCase = ONE) => {
    const time = `${new Date(us / 1000).toISOString().slice(0, -1)}${String(us % 1000).padStart(3, '0')}000Z`;
    return compared([signal({ epoch_us: us, time }), OUTCOME, EXIT], smokeCase).failed;
  };
  const [first, last] = [SENT_MS * 1000 - 1001, (SENT_MS + 1) * 1000 + 1001];
  for (const us of [first, last]) t.strictSame(failed(us), []);
  for (const us of [first - 1, last + 1, last + 50_000]) {
    t.strictSame(failed(us), [`${TERM_CASE.name}: signal`]);
  }
  const later = {
    ...ONE,
    expected: ONE.expected.map((one) => ({ ...one, from: 'target' as const })),
  };
  t.notOk(
    failed(last + 50_000, later).includes(`${TERM_CASE.name}: signal`),
    'others send until the end',
  );
  t.strictSame(failed(last + 100_001, later)[0], `${TERM_CASE.name}: signal`);
  t.end();
});

void t.test('a target that has gone may lack its command line, but not its start', (t) => {
  t.strictSame(compared([signal({ target: GONE }), OUTCOME, EXIT]).failed, []);
  const other = { ...TARGET, start_time: '2000000000' };
  const before = signal({ id: '1-0-0', signal: 'SIGHUP', target: other });
  t.strictSame(compared([before, signal(), OUTCOME, EXIT]).failed, [`${TERM_CASE.name}: target`]);
  const undated = { ...UNDATED, cmdline: TARGET.cmdline };
  t.strictSame(compared([signal({ target: undated }), OUTCOME, EXIT]).failed, [
    `${TERM_CASE.name}: target`,
  ]);
  t.end();
});

void t.test('fields from /proc are not compared where the actor saw none', (t) => {
  const processes = { actor: { pid: 10, ppid: 9 }, target: { pid: 20, ppid: 10 } };
  const records = [signal({ sender: { ...ACTOR, exe: '/x' }, target: GONE }), OUTCOME, EXIT];
  const verdicts = compare(ONE, { ...CONTEXT, processes }, records, HERE).map(
    ({ verdict }) => verdict,
  );
  t.strictSame(new Set(verdicts), new Set(['passed']));
  t.end();
});

void t.test('a pending outcome is not the last', (t) => {
  const { failed } = compared([signal(), { ...OUTCOME, outcome: 'pending' }, OUTCOME, EXIT]);
  t.strictSame(failed, []);
  t.end();
});

void t.test('a field that the host cannot provide is skipped, neither failed nor passed', (t) => {
  const bare = signal({
    origin: 'unknown',
    sender: CORE_ACTOR,
    target: { tid: 20, comm: 'target' },
  });
  const { failed, skipped, passed } = compared([bare], ONE, CORE);
  t.strictSame(failed, []);
  t.strictSame(
    skipped,
    [
      'signal, origin',
      ...['ppid', 'start_time', 'cmdline', 'exe'].map((field) => `sender, ${field}`),
      ...['pid', 'ppid', 'uid', 'gid', 'start_time', 'cmdline', 'exe'].map(
        (field) => `target, ${field}`,
      ),
      ...['outcome', 'exit'],
    ].map((what) => `${TERM_CASE.name}: ${what}`),
  );
  t.strictSame(
    passed,
    ['signal', 'sender', 'target'].map((what) => `${TERM_CASE.name}: ${what}`),
  );
  const stranger = { ...bare, target: { tid: 20, comm: 'other' } };
  t.strictSame(compared([stranger], ONE, CORE).failed, [`${TERM_CASE.name}: target`]);
  t.end();
});

void t.test('a sender that only the origin proves is skipped without origins', (t) => {
  const toItself = caseNamed('USR1 to oneself');
  const record = signal({
    signal: 'SIGUSR1',
    signo: 10,
    origin: 'unknown',
    target: { tid: 20, comm: 'target' },
  });
  delete record.sender;
  const { failed, skipped } = compared([record], toItself, CORE);
  t.strictSame(failed, []);
  t.ok(skipped.includes(`${toItself.name}: sender`));
  t.end();
});

void t.test('a pid namespace of its own: the pids are those that processes see themselves', (t) => {
  const own = { ...HERE, absent: ['exe', 'cgroup'], ownPidNamespace: true };
  const inside = (process: typeof TARGET, nspid: number) => ({
    ...process,
    pid: 9000 + nspid,
    tid: 9000 + nspid,
    nspid,
  });
  const [sender, target] = [inside(ACTOR, 10), inside(TARGET, 20)];
  const records = [signal({ sender, target }), { ...OUTCOME, target }, { ...EXIT, target }];
  const { failed, skipped } = compared(records, ONE, own);
  t.strictSame(failed, []);
  t.strictSame(
    skipped,
    ['sender', 'target'].flatMap((end) =>
      ['pid', 'ppid', 'exe'].map((field) => `${TERM_CASE.name}: ${end}, ${field}`),
    ),
  );
  const other = [signal({ sender: inside(ACTOR, 11), target }), ...records.slice(1)];
  t.strictSame(compared(other, ONE, own).failed, [`${TERM_CASE.name}: sender`]);
  t.end();
});

void t.test(
  'a field that a probe has for some signals only must be right where it is there',
  (t) => {
    const host = { ...HERE, absent: ['result=ignored', 'result', 'code', 'si_code'] };
    const ignored = compared([], caseNamed('HUP is ignored'), host);
    t.strictSame([ignored.failed, ignored.passed], [[], []]);
    t.strictSame(ignored.skipped, ['HUP is ignored']);
    const record = signal();
    delete record.code;
    delete record.si_code;
    const { failed, skipped } = compared([record, OUTCOME, EXIT], ONE, host);
    t.strictSame(failed, []);
    t.strictSame(skipped, [
      `${TERM_CASE.name}: signal, code`,
      `${TERM_CASE.name}: signal, si_code`,
    ]);
    const wrong = compared([signal({ si_code: -6 }), OUTCOME, EXIT], ONE, host);
    t.strictSame(wrong.failed, [`${TERM_CASE.name}: signal`], 'what it gives must be right');
    t.strictSame(
      compared([], ONE, host).failed,
      [`${TERM_CASE.name}: signal`],
      'the rest must come',
    );
    t.end();
  },
);

void t.test('one call has one id, that of its first signal', (t) => {
  const group = caseNamed('TERM to a group');
  const call = (first: string | undefined, second: string | undefined) => {
    const both = { origin: 'kill-group' } as const;
    const idOf = (id: string | undefined) => (id === undefined ? {} : { group_id: id });
    const records = [
      signal({ ...both, id: 'a', ktime: '1000', target: { ...TARGET, pid: 21 }, ...idOf(first) }),
      signal({ ...both, id: 'b', ktime: '999', ...idOf(second) }),
    ];
    return compared(records, group).checks.find(({ name }) => name.endsWith('one call'))?.verdict;
  };
  t.equal(call('b', 'b'), 'passed');
  t.equal(call('a', 'a'), 'failed');
  t.equal(call('a', 'b'), 'failed');
  t.equal(call(undefined, undefined), 'failed');
  t.equal(compared([], group).passed.length, 0, 'nothing passes for signals that were not seen');
  t.end();
});
