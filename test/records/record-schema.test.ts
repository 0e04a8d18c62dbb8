import { Ajv } from 'ajv';
import t from 'tap';

import { burstRecord } from '../../src/explain/burst-record.js';
import { Outcomes } from '../../src/explain/outcomes.js';
import type { LazyRecord } from '../../src/explain/traced-signal.js';
import { Ledger } from '../../src/pipeline/ledger.js';
import {
  endRecord,
  gapRecord,
  lostRecord,
  readyRecord,
  warningRecord,
} from '../../src/records/control-records.js';
import { RECORD_SCHEMA, SCHEMA_VERSION } from '../../src/records/record-schema.js';
import type { AttemptRecord, TraceRecord } from '../../src/records/records.js';
import {
  delivery,
  exit,
  type FlatSignal,
  sent,
  signal,
  WALL_NS,
  wallAt,
} from '../support/kernel-signal.js';

const ajv = new Ajv();
const validate = ajv.compile(RECORD_SCHEMA);

const KERNEL_SIGNALS: Record<string, Partial<FlatSignal>> = {
  'a kill': {},
  'a tgkill': { siCode: -6, group: 0 },
  'a child': { signo: 17, siCode: 1, stack: ['do_notify_parent'] },
  'ignored by SIG_IGN': { result: 1, targetState: 1 },
  'a target in a pid namespace': { targetNsPid: 7 },
  'a target that was not found': { targetPid: 0, targetUid: -1, targetStartTimeNs: 0n },
  'a fault': { signo: 11, siCode: 1, group: 0, currentPid: 882, currentTid: 882 },
  'from an idle processor': {
    signo: 14,
    siCode: 128,
    currentPid: 0,
    currentTid: 0,
    currentComm: 'swapper/0',
  },
  'the largest numbers': {
    cpu: 65_535,
    ktime: 2n ** 64n - 1n,
    signo: 64,
    siCode: 2 ** 31 - 1,
    errno: 2 ** 31 - 1,
    targetUid: 2 ** 32 - 1,
    uid: 2 ** 32 - 1,
    gid: 2 ** 32 - 1,
    targetGid: 2 ** 32 - 1,
    targetStartTimeNs: 2n ** 64n - 1n,
    cgroupId: '18446744073709551615',
    targetCgroupId: '18446744073709551615',
  },
  'the least': { cpu: 0, ktime: 0n, signo: 1, siCode: -(2 ** 31), errno: -1, uid: 0, gid: 0 },
  'names of any bytes': { currentComm: '', targetComm: '"\\\n\u001B\uFFFD日🙂' },
};

/** What becomes of a TERM and a KILL to a process that catches the first and raises it again. */
function outcomes(): TraceRecord[] {
  const seen = new Outcomes({ readStatus: () => undefined, seesContinue: true }, wallAt);
  const own = { startTimeNs: undefined, process: undefined };
  const drafts: LazyRecord[] = [
    ...seen.add(sent(), 0),
    ...seen.delivered(delivery(), own, 0),
    ...seen.add(sent({ seq: 8, signo: 9 }), 1),
    ...seen.add(sent({ seq: 9, currentPid: 882, call: 234, siCode: -6 }), 1),
    ...seen.exited(exit({ status: 0x8f }), own),
  ];
  return drafts.map((draft) => draft());
}

const HOST = { hostname: 'h', kernel: '6.18.0', bootId: '5b0d7a6c-0000-4000-8000-000000000000' };
const BPFTRACE = { version: '0.17.0', path: '/usr/bin/bpftrace' };
const span = { cpu: 0, count: 3, after: WALL_NS + 1n, before: WALL_NS + 2n };
const [handled, dumped, exited, escalation] = outcomes() as [
  TraceRecord,
  TraceRecord,
  TraceRecord,
  TraceRecord,
];
/** As --attempts promises it. */
const ATTEMPT: AttemptRecord = {
  type: 'attempt',
  time: '2026-11-23T12:01:00.123456789Z',
  epoch_us: 1_795_435_260_123_456,
  ktime: '1684997920514',
  cpu: 1,
  syscall: 'kill',
  signo: 0,
  sender: signal().sender ?? { tid: 500, comm: 'bash' },
  arg: -882,
  errno: 'EPERM',
};
const OF_THREAD: AttemptRecord = {
  ...ATTEMPT,
  ...{ syscall: 'tgkill', arg: 882, thread: 883, target: signal().target },
};

const FLOOD = {
  kind: 'flood',
  signo: 10,
  codeBits: 0,
  senderPid: 882,
  targetPid: 500,
  thinned: 29_900,
  since: 1n,
  last: 2n,
} as const;

const RECORDS: Record<string, TraceRecord> = {
  ready: readyRecord(
    { host: HOST, bpftrace: BPFTRACE, probe: 'tracepoint' },
    ['target.pid'],
    1200n,
    1,
    WALL_NS,
  ),
  'ready without a boot id': readyRecord(
    { host: { ...HOST, bootId: undefined }, bpftrace: BPFTRACE, probe: 'kprobe' },
    [],
    0n,
    2,
    WALL_NS,
  ),
  gap: gapRecord({ from: WALL_NS - 1n, reason: 'bpftrace ended', incarnation: 1 }, WALL_NS),
  lost: lostRecord(span, WALL_NS),
  'lost at the very beginning': lostRecord({ ...span, after: undefined }, WALL_NS),
  'lost at the very end': lostRecord({ ...span, before: undefined }, WALL_NS),
  'lost and nothing else seen': lostRecord(
    { ...span, after: undefined, before: undefined },
    WALL_NS,
  ),
  'a warning': warningRecord({ code: 'unreadable', message: 'no JSON: x' }, WALL_NS),
  end: endRecord(
    'SIGINT',
    { ...new Ledger().balance, hidden: { SIGCHLD: 3 }, skipped: 0 },
    WALL_NS,
  ),
  'an end where skips are not counted': endRecord('stopped', new Ledger().balance, WALL_NS),
  late: signal({}, { late: true }),
  'one of many of a call': signal({}, { groupId: '1-0-1' }),
  'a victim of the OOM killer': signal(
    { signo: 9, siCode: 0, stack: ['__oom_kill_process'] },
    { oom: { cgroup: '/a', limit: 1, rss: 2, trigger: { pid: 500, comm: 'bash' } } },
  ),
  'a hangup': signal({ signo: 1, siCode: 128, stack: ['__tty_hangup', 'tty_release'] }),
  'a file that is too large': signal({ signo: 25, stack: ['generic_write_checks'], call: -1 }),
  'a limit that is known': signal({ signo: 24, stack: ['check_rlimit'], call: -2, arg: 60 }),
  'a forbidden call': signal({ signo: 31, stack: ['__seccomp_filter'], call: -5, arg: 110 }),
  'a forbidden call that has no name': signal({
    ...{ signo: 31, stack: ['__seccomp_filter'], call: -5, arg: 1_000_000 },
  }),
  'a flood': burstRecord(FLOOD, { origin: 'kill', ends: sent() }, wallAt),
  'a flood of nobody': burstRecord(
    FLOOD,
    { origin: 'fault', ends: { ...sent(), sender: null } },
    wallAt,
  ),
  'a flood of which nothing is known': burstRecord(FLOOD, undefined, wallAt),
  "the end of a parent's thread": signal({}, { parentThread: true }),
  'an outcome that is no death': handled,
  'a death with a core': dumped,
  exit: exited,
  escalation,
  attempt: ATTEMPT,
  'an attempt for a thread': OF_THREAD,
  'a hint': warningRecord({ code: 'pid_namespace', message: 'm', hint: 'h' }, WALL_NS),
};

function fits(record: unknown): string {
  return validate(record) ? 'fits' : ajv.errorsText(validate.errors);
}

void t.test('every record that is made fits the schema', (t) => {
  for (const [what, other] of Object.entries(KERNEL_SIGNALS))
    t.equal(fits(signal(other)), 'fits', what);
  for (const [what, record] of Object.entries(RECORDS)) t.equal(fits(record), 'fits', what);
  t.same(
    new Set(Object.values({ ...RECORDS, signal: signal() }).map(({ type }) => type)),
    new Set(RECORD_SCHEMA.oneOf.map(({ properties }) => properties.type.const)),
    'of every type that the schema knows',
  );
  t.end();
});

void t.test('and what is no record does not', (t) => {
  const good = signal();
  const bad: Record<string, unknown> = {
    'another type': { ...good, type: 'sign' },
    'another field': { ...good, pid: 1 },
    'a field too few': { ...good, target: undefined },
    'an origin that is none': { ...good, origin: 'magic' },
    'a clock that is a number': { ...good, ktime: 1 },
    'a time without nanoseconds': { ...good, time: '2026-11-23T12:01:00Z' },
    'a target that is nobody': { ...good, target: null },
    'a result of the kernel by number': { ...good, result: 0 },
    'late that is false': { ...good, late: false },
    'an exit by both code and signal': { ...exited, exit: { code: 0, signal: 'SIGHUP', signo: 1 } },
    'an outcome of its own making': { ...handled, outcome: 'lost' },
    'a call that sends nothing': { ...ATTEMPT, syscall: 'fork' },
  };
  for (const [what, record] of Object.entries(bad)) {
    t.not(fits(JSON.parse(JSON.stringify(record))), 'fits', what);
  }
  t.end();
});

void t.test('the fields that were promised are there, by their names', (t) => {
  const promised: Record<string, string> = {
    ready:
      'version schema hostname boot_id kernel bpftrace probe absent clock_error_ns incarnation',
    signal:
      'ktime cpu id signal signo code si_code errno scope result ignored_why origin sender current closed_by rlimit syscall parent_thread target group_id oom late',
    outcome:
      'ktime cpu signal_id signal signo origin sender target outcome pending_why latency_ns taken_by by_tracer cut_short_by fatal exit reraise_of inferred late',
    exit: 'ktime cpu target exit signal_ids asked_by after_ns late',
    escalation: 'target steps grace_ns same_sender',
    attempt: 'ktime cpu syscall signal signo sender arg thread target errno late',
    lost: 'count from to cpu where',
    burst: 'signal signo origin sender target count from to',
    gap: 'from to reason incarnation recovered unrecovered',
    warning: 'code message hint',
    end: 'reason generated hidden thinned skipped received emitted filtered late invalid lost lost_by_signal recovered unaccounted incarnations',
  };
  for (const { properties } of RECORD_SCHEMA.oneOf) {
    const type = properties.type.const;
    const fields = `type time epoch_us ${promised[type] ?? ''}`.split(' ');
    t.same(Object.keys(properties).sort(), fields.sort(), type);
  }
  const target = signal().target;
  for (const field of ['pid', 'tid', 'comm', 'uid']) t.ok(field in target, field);
  t.match(RECORDS['ready'], { schema: SCHEMA_VERSION });
  t.end();
});
