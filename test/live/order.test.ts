import t, { type Test } from 'tap';

import type { SignalRecord } from '../../src/records/records.js';
import { tracer } from '../support/life.js';
import { type Ended, LiveTrace } from '../support/live-trace.js';
import { cannotTrace } from '../support/needs.js';
import { nothingSkipped } from '../support/nothing-skipped.js';
import { puppet } from '../support/python.js';

const NAME = `storm${process.pid}`;
const EACH = 3000;

/** A process on each CPU signals itself as fast as it can; the parent waits for all of them. */
const STORM = `
signal.signal(signal.SIGUSR1, lambda *_: None)
children = []
for cpu in sorted(os.sched_getaffinity(0))[:2]:
    child = os.fork()
    if not child:
        os.sched_setaffinity(0, [cpu])
        for _ in range(${EACH}): os.kill(os.getpid(), signal.SIGUSR1)
        os._exit(0)
    children.append(child)
for child in children: os.waitpid(child, 0)
say(cpus=len(children))
`;

/** A process whose timer goes off, time and again. */
const TIMERS = `
handled = 0
def handle(*_):
    global handled
    handled += 1
signal.signal(signal.SIGALRM, handle)
for nth in range(200):
    signal.setitimer(signal.ITIMER_REAL, 0.002)
    while handled == nth: time.sleep(0.001)
say(handled=handled)`;

/** The kernel may skip a program that an interrupt finds at work; the tracer itself is no reason. */
function mostOf200({ end }: Pick<Ended, 'end'>): boolean {
  return end.emitted >= 195;
}

/** What must hold of every trace that lost nothing. */
function sound(t: Test, { exitCode, records, signals, end }: Ended) {
  t.equal(exitCode, 0);
  t.equal(records.at(0)?.type, 'ready');
  t.equal(records.at(-1)?.type, 'end');
  t.match(end, { lost: 0, late: 0, invalid: 0, recovered: 0, unaccounted: 0, incarnations: 1 });
  t.equal(end.generated, end.received, 'what the kernel counted has come');
  t.equal(end.received, end.emitted + end.filtered);
  t.equal(end.emitted, signals.length);
  t.ok(end.skipped === null || end.skipped >= 0);
  t.equal(new Set(signals.map(({ id }) => id)).size, signals.length, 'no id twice');
  const early = signals.filter(
    ({ ktime }, i) => BigInt(ktime) < BigInt(signals[i - 1]?.ktime ?? 0),
  );
  t.strictSame(early, [], 'each by the clock of the kernel, none before the one that stands above');
}

void t.test('a storm on two CPUs comes whole and in order', { skip: cannotTrace }, async (t) => {
  const trace = await LiveTrace.start(t, ['--json', '--to', NAME, '-s', 'USR1']);
  const { cpus = 0 } = await puppet(t, NAME, STORM).hears();
  const ended = await trace.stop();
  sound(t, ended);
  t.equal(ended.signals.length + (ended.end.skipped ?? 0), cpus * EACH);
  t.equal(new Set(ended.signals.map(({ cpu }) => cpu)).size, cpus);
});

void t.test('timers are traced whatever they interrupt', { skip: cannotTrace }, async (t) => {
  const ended = await nothingSkipped(async () => {
    const trace = await LiveTrace.start(t, ['--json', '--to', NAME, '-s', 'ALRM']);
    const { handled } = await puppet(t, NAME, TIMERS).hears();
    t.equal(handled, 200);
    return trace.stop();
  }, mostOf200);
  sound(t, ended);
  t.ok(mostOf200(ended), `${ended.end.emitted} of 200`);
  t.strictSame(
    ended.signals.filter(({ origin, sender }) => origin !== 'interval-timer' || sender !== null),
    [],
  );
});

void t.test('no slower where names of functions are hidden', { skip: cannotTrace }, async (t) => {
  const { end } = await nothingSkipped(async () => {
    const trace = tracer(t, ['--json', '--to', NAME, '-s', 'ALRM'], {
      prefix: ['setpriv', '--bounding-set=-syslog'],
    });
    t.match(await trace.saw('ready'), { absent: ['origin'] });
    await puppet(t, NAME, TIMERS).hears();
    trace.kill('SIGINT');
    t.match(await trace.ended(), { exitCode: 0 });
    return { end: await trace.saw('end') };
  }, mostOf200);
  t.match(end, { lost: 0, unaccounted: 0 });
  t.ok(mostOf200({ end }), `${end.emitted} of 200`);
});

void t.test('two tracers at once', { skip: cannotTrace }, async (t) => {
  const one = await LiveTrace.start(t, ['--json']);
  const two = await LiveTrace.start(t, ['--json']);
  const wrappers = [one.wrapper, two.wrapper] as const;
  const player = puppet(
    t,
    NAME,
    `
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
for signo in range(34, 65): os.kill(os.getpid(), signo)
say(done=1)`,
  );
  await player.hears();
  const ended = [await two.stop(), await one.stop()];
  const toPlayer = ({ target }: SignalRecord) => target.pid === player.pid;
  for (const each of ended) {
    sound(t, each);
    const signos = each.signals.filter(toPlayer).map(({ signo }) => signo);
    t.strictSame(
      signos,
      Array.from({ length: 31 }, (_, i) => 34 + i),
    );
  }
  const [second, first] = ended.map(({ signals }) => signals.map(({ target }) => target.pid));
  // To each the other is a process like any: the first one sees how the second one halts its flow.
  t.ok(first?.includes(wrappers[1]));
  t.notOk(first?.includes(wrappers[0]));
  t.notOk(second?.includes(wrappers[1]));
});
