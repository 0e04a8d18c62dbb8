// Whether every kind of probe tells the same of the same signals, as far as it can, and what is said
// where this kernel or this bpftrace refuses it.

import t, { type Test } from 'tap';

import { PROBE_KINDS, type ProbeChoice } from '../../src/program/variants.js';
import type { ReadyRecord, SignalRecord, TraceRecord } from '../../src/records/records.js';
import type { Tracer } from '../support/life.js';
import { cannotTrace } from '../support/needs.js';
import { IN_OTHER_MOUNTS } from '../support/nobody.js';
import { nothingSkipped } from '../support/nothing-skipped.js';
import { actor, NAME } from '../support/origins.js';
import { isRefused, startedBy } from '../support/started-by.js';
import { until } from '../support/until.js';

const WITHOUT_TRACEFS = [
  ...IN_OTHER_MOUNTS,
  'for dir in tracing debug; do mount -t tmpfs none /sys/kernel/$dir; done; exec "$@"',
  'sh',
];

/** Signals of many kinds, each to a process of its own where it matters; then it says so. */
const SIGNALS = `
RT, QUEUED = 40, 41
def many():
    for signo in (signal.SIGTERM, signal.SIGKILL, RT):
        target = idle()
        sender(lambda: os.kill(target, signo))
        reap(target)
    target = idle(lambda: handle(signal.SIGUSR1, RT, QUEUED))
    sender(lambda: os.kill(target, signal.SIGUSR1))
    sender(lambda: os.kill(target, RT))
    sender(lambda: libc.syscall(SIGQUEUE, target, QUEUED, siginfo(QUEUED, -1)))
    target, tid = idle(second(signal.SIGUSR1))
    sender(lambda: libc.tgkill(target, tid, signal.SIGUSR1))
    target = idle(os.setpgrp)
    member = idle(lambda: os.setpgid(0, target))
    sender(lambda: os.killpg(target, signal.SIGHUP))
    target = idle(lambda: ignore(signal.SIGUSR2))
    sender(lambda: os.kill(target, signal.SIGUSR2))
    target = idle(lambda: block(signal.SIGUSR2, RT))
    for signo in (signal.SIGUSR2, signal.SIGUSR2, RT, RT):
        sender(lambda: os.kill(target, signo))
    # No room for more, which tgkill heeds: its siginfo is lost.
    target = idle(lambda: (handle(signal.SIGUSR1), resource.setrlimit(11, (0, 0)), None)[2])
    sender(lambda: libc.tgkill(target, target, signal.SIGUSR1))
    target = idle(lambda: (handle(signal.SIGALRM), signal.setitimer(signal.ITIMER_REAL, 0.1), None)[2])
    reap(fork(lambda: ctypes.string_at(0)))
    target = idle()
    stop(target)
    os.kill(target, signal.SIGCONT)
    time.sleep(1)
many()
target = idle(lambda: handle(signal.SIGUSR1))
sender(lambda: os.kill(target, signal.SIGUSR1))
say(last=target)
`;

const KEPT = ['signal', 'signo', 'scope', 'origin'] as const;
/** What a kind of probe may lack, if `ready` says so. */
const LACKED = ['code', 'si_code', 'errno', 'result', 'ignored_why'] as const;
const IDENTITY = ['pid', 'tid', 'comm', 'uid', 'gid', 'ppid', 'start_time'] as const;

const started = (t: Test, kind: ProbeChoice, prefix: readonly string[] = []) =>
  startedBy(t, kind, ['--json', '--to', NAME], prefix);

function signalsOf({ records }: Tracer): SignalRecord[] {
  return records.filter((record) => record.type === 'signal');
}

/** What of a signal must be the same, whatever saw it. */
function gist(record: SignalRecord, lacking: readonly string[]) {
  const identity = (process: SignalRecord['sender']) =>
    process === undefined || process === null ? process : pick(process, IDENTITY);
  const known = LACKED.filter((field) => !lacking.includes(field));
  return {
    ...pick(record, KEPT),
    ...pick(record, known),
    sender: identity(record.sender),
    target: identity(record.target),
    ofMany: record.group_id !== undefined,
  };
}

function pick(of: object, keys: readonly string[]): Record<string, unknown> {
  return Object.fromEntries(Object.entries(of).filter(([key]) => keys.includes(key)));
}

/** In an order that does not hang on when two processors did something at once. */
function byTarget(records: readonly SignalRecord[]): SignalRecord[] {
  const order = ({ target, signo }: SignalRecord) => (target.pid ?? 0) * 100 + signo;
  return [...records].sort((a, b) => order(a) - order(b));
}

function fates(records: readonly TraceRecord[]): string[] {
  return records
    .flatMap((record) =>
      record.type === 'outcome' ? [`${record.target.pid} ${record.signal} ${record.outcome}`] : [],
    )
    .sort();
}

/** Gives back how many the kernel skipped, of anybody's, for one or the other. */
async function happens(t: Test, ...traces: readonly Tracer[]): Promise<number> {
  const { last } = await actor(t, SIGNALS).hears();
  let skips = 0;
  for (const trace of traces) {
    await until(
      () =>
        signalsOf(trace).some(({ target, signal }) => target.pid === last && signal === 'SIGUSR1'),
      'the last signal',
    );
    trace.kill('SIGINT');
    t.equal((await trace.ended(60)).exitCode, 0);
    const { skipped, ...end } = await trace.saw('end');
    t.match(end, { lost: 0, unaccounted: 0, invalid: 0 });
    skips += skipped ?? 0;
  }
  return skips;
}

type Begun = Extract<Awaited<ReturnType<typeof started>>, { trace: Tracer }>;

/** Compares a trace with one by the tracepoint; where a signal was skipped, another such pair. */
async function againstTracepoint(t: Test, first: Begun, again: () => ReturnType<typeof started>) {
  let next: Begun | undefined = first;
  const { plain, other } = await nothingSkipped(async () => {
    const other = next ?? begun(await again());
    next = undefined;
    const plain = begun(await started(t, 'tracepoint'));
    t.strictSame(plain.ready.absent, []);
    const skipped = await happens(t, plain.trace, other.trace);
    return { plain, other, end: { skipped } };
  });
  compare(t, plain.trace, other.trace, other.ready);
}

function begun(one: Awaited<ReturnType<typeof started>>): Begun {
  if (one.trace === undefined) throw new Error(one.refused);
  return one;
}

function compare(t: Test, plain: Tracer, other: Tracer, { absent }: ReadyRecord): void {
  const unseen = absent.flatMap((entry) => /^result=(.*)/.exec(entry)?.[1] ?? []);
  const expected = byTarget(signalsOf(plain)).filter(({ result = '' }) => !unseen.includes(result));
  const seen = byTarget(signalsOf(other));
  t.ok(seen.length > 10, `${seen.length} signals`);
  t.strictSame(
    seen.map((record) => gist(record, absent)),
    expected.map((record) => gist(record, absent)),
  );
  // What may be lacking is right where it is given.
  for (const [i, record] of seen.entries()) {
    for (const field of LACKED) {
      if (record[field] !== undefined) t.equal(record[field], expected[i]?.[field], field);
    }
  }
  const told = fates(other.records);
  const all = fates(plain.records);
  if (absent.includes('outcome')) t.strictSame(told, []);
  else if (unseen.length === 0) t.strictSame(told, all);
  else {
    // By default SIGCONT is ignored: a stop that is over at once may be missed.
    const lasting = (fate: string) => !/ SIG(?:STOP|CONT) /.test(fate);
    t.strictSame(told.filter(lasting), all.filter(lasting));
    t.strictSame(
      told.filter((fate) => !all.includes(fate)),
      [],
      'nothing else is told',
    );
  }
}

for (const kind of PROBE_KINDS) {
  void t.test(kind, { skip: cannotTrace }, async (t) => {
    const other = await started(t, kind);
    if (other.trace === undefined) {
      t.not(kind, 'tracepoint');
      isRefused(t, kind, other.refused, other.exitCode);
      return;
    }
    t.match(other.ready, { probe: kind });
    await againstTracepoint(t, other, () => started(t, kind));
  });
}

void t.test('without tracefs another probe stands in', { skip: cannotTrace }, async (t) => {
  const other = await started(t, 'auto', WITHOUT_TRACEFS);
  if (other.trace === undefined) {
    // bpftrace 0.27 reads a list in tracefs whatever the probe.
    t.equal(other.exitCode, 3);
    t.match(other.refused, /signal_generate is not visible.*\n {2}.*mount -t tracefs/);
    return;
  }
  t.comment(`it is ${other.ready.probe}, without ${other.ready.absent.join(', ')}`);
  t.ok(['rawtracepoint', 'fentry', 'kprobe'].includes(other.ready.probe));
  await againstTracepoint(t, other, () => started(t, 'auto', WITHOUT_TRACEFS));
});
