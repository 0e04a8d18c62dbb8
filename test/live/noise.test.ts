import { execa } from 'execa';
import t, { type Test } from 'tap';

import { LiveTrace } from '../support/live-trace.js';
import { cannotTrace } from '../support/needs.js';
import { nothingSkipped } from '../support/nothing-skipped.js';
import { puppet } from '../support/python.js';

const NAME = `noisy${process.pid}`;

/**
 * Brings all noise that a process makes by itself upon itself, then what only looks like it. It is busy
 * until its timers go off, so that they interrupt itself: a host may let no program run where they
 * interrupt a process of its own choice, and doesn't count that.
 */
const NOISY = `
for each in [signal.SIGALRM, signal.SIGIO, signal.SIGTERM, signal.SIGUSR1, signal.SIGPROF]:
    signal.signal(each, lambda *_: None)
if not os.fork(): os._exit(0)
os.wait()
signal.setitimer(signal.ITIMER_REAL, 0.01)
while signal.getitimer(signal.ITIMER_REAL)[0]: pass
signal.setitimer(signal.ITIMER_PROF, 0.01)
while signal.getitimer(signal.ITIMER_PROF)[0]: pass
os.kill(os.getpid(), signal.SIGUSR1)
fatal = os.fork()
if not fatal:
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.setitimer(signal.ITIMER_REAL, 0.01)
    while True: pass
os.waitpid(fatal, 0)
fatal = os.fork()
if not fatal:
    signal.signal(signal.SIGUSR1, signal.SIG_DFL)
    os.kill(os.getpid(), signal.SIGUSR1)
os.waitpid(fatal, 0)
say(ready=1)
for line in sys.stdin: say(heard=1)
`;

/** What others send it: the CONT that follows a TERM is noise, the one before it isn't. */
const SENT =
  'kill -URG $0; kill -WINCH $0; kill -IO $0; kill -CONT $0; kill -TERM $0; kill -CONT $0';

/** Signals that end or stop something, or may: shown whatever is hidden. */
const BY_CALLS = { SIGUSR1: 2, SIGCONT: 1, SIGTERM: 1, SIGURG: 1, SIGWINCH: 1 };
const SHOWN = { ...BY_CALLS, SIGALRM: 1 };
const HIDDEN = { SIGCHLD: 3, SIGALRM: 1, SIGPROF: 1, SIGIO: 1, SIGCONT: 1 };
const ALL = { ...HIDDEN, ...SHOWN, SIGALRM: 2, SIGCONT: 2 };
/** A signal to oneself that asks to stop, and nothing comes of it: the table holds it back. */
const HELD = { SIGUSR1: 1 };

interface Case {
  readonly args: readonly string[];
  readonly shown: Readonly<Record<string, number>>;
  readonly hidden: Readonly<Record<string, number>>;
  readonly held?: Readonly<Record<string, number>>;
}

void t.test('noise', { skip: cannotTrace }, async (t) => {
  const cases: readonly Case[] = [
    { args: [], shown: SHOWN, hidden: HIDDEN, held: HELD },
    { args: ['-a'], shown: ALL, hidden: {} },
    { args: ['--json'], shown: ALL, hidden: {} },
    { args: ['--json', '--hide-noise'], shown: SHOWN, hidden: HIDDEN },
    {
      args: ['-s', 'CHLD,PROF,WINCH,USR1,CONT,URG'],
      shown: { SIGCHLD: 3, SIGPROF: 1, SIGUSR1: 2, SIGURG: 1, SIGWINCH: 1, SIGCONT: 2 },
      hidden: {},
    },
    {
      args: ['-s', '!CHLD,PROF,ALRM'],
      shown: BY_CALLS,
      hidden: { SIGIO: 1, SIGCONT: 1 },
      held: HELD,
    },
  ];
  for (const { args, shown, hidden, held = {} } of cases) {
    await t.test(args.join(' ') || 'by default', async (t) => {
      const { end, signals, stderr } = await nothingSkipped(
        async () => {
          const trace = await LiveTrace.start(t, [...args, '--to', NAME]);
          const noisy = puppet(t, NAME, NOISY);
          await noisy.hears();
          await execa('sh', ['-c', SENT, String(noisy.pid)]);
          return trace.stop();
        },
        ({ end, signals }) => signals.length + total(end.hidden) === total(shown) + total(hidden),
      );
      t.strictSame(counted(signals), shown);
      t.strictSame(end.hidden, hidden);
      t.match(end, { generated: signals.length, lost: 0, unaccounted: 0 });
      if (!args.includes('--json')) {
        const said = Object.entries({ ...hidden, ...held }).map(
          ([signal, n]) => `${signal.slice(3)} ${n}`,
        );
        for (const count of said) t.match(stderr, count);
        t.equal(/hidden: .*\(-a shows all\)/.test(stderr), said.length > 0, 'says what is hidden');
      }
    });
  }
});

void t.test(
  'the CONT by which a pending TERM ends what was stopped',
  { skip: cannotTrace },
  async (t) => {
    const trace = await LiveTrace.start(t, ['--json', '--hide-noise', '--to', NAME]);
    const stopped = puppet(t, NAME, 'say(ready=1)\nsys.stdin.read()');
    await stopped.hears();
    const send =
      'kill -STOP $0; until grep -q "^State:.T" /proc/$0/status; do :; done; kill -TERM $0; kill -CONT $0';
    await execa('sh', ['-c', send, String(stopped.pid)]);
    const { end, signals } = await trace.stop();
    t.strictSame(
      signals.map(({ signal }) => signal),
      ['SIGSTOP', 'SIGTERM', 'SIGCONT'],
    );
    t.strictSame(end.hidden, {});
  },
);

void t.test("the tracer's own processes", { skip: cannotTrace }, async (t) => {
  async function own(t: Test, args: readonly string[]) {
    const trace = await LiveTrace.start(t, ['--json', ...args]);
    const family = await withDescendants(trace.pid);
    t.ok(family.length >= 3, 'Node, the wrapper, bpftrace');
    for (const pid of family) await execa('/bin/kill', ['-URG', String(pid)]);
    const { signals, end } = await trace.stop();
    t.match(end, { lost: 0, unaccounted: 0 });
    const about = signals.filter(({ sender, target }) =>
      [sender?.pid, target.pid].some((pid) => pid !== undefined && family.includes(pid)),
    );
    return { family, about };
  }

  await t.test('are left out', async (t) => {
    const { about } = await own(t, []);
    t.strictSame(about, []);
  });

  await t.test('come back by --with-self, but for what the tracer tells itself', async (t) => {
    const { family, about } = await own(t, ['--with-self']);
    const urged = about.filter(({ signal }) => signal === 'SIGURG');
    t.strictSame(urged.map(({ target }) => target.pid).sort(), [...family].sort());
    t.notOk(about.find(({ signal, sender }) => signal === 'SIGURG' && sender === undefined));
  });
});

function counted(signals: readonly { signal: string }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { signal } of signals) counts[signal] = (counts[signal] ?? 0) + 1;
  return counts;
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, n) => sum + n, 0);
}

async function withDescendants(pid: number): Promise<number[]> {
  const { stdout } = await execa('pgrep', ['-P', String(pid)], { reject: false });
  const children = stdout.split('\n').filter((line) => line !== '');
  const all = await Promise.all(children.map(async (child) => withDescendants(Number(child))));
  return [pid, ...all.flat()];
}
