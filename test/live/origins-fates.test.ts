import { readFileSync } from 'node:fs';

import t from 'tap';

import { LiveTrace } from '../support/live-trace.js';
import { cannotTrace, olderThan } from '../support/needs.js';
import { actor, from, kind, NAME, spokenOf, tellsOf } from '../support/origins.js';
import { PATIENCE } from '../support/patience.js';

const noCores =
  /^Max core file size +\S+ +0 /m.test(readFileSync('/proc/self/limits', 'utf8')) &&
  'needs leave to dump core (ulimit -Hc)';

/** A target that has prepared, and a sender of one signal. */
const to = (prepare: string, signal = 'SIGTERM') => `
target = idle(lambda: ${prepare})
say(target=target, sender=sender(lambda: os.kill(target, signal.${signal})))`;

/** What has ended and is not reaped yet. */
const ZOMBIE = (signal: string) => `
target = fork(lambda: None)
until(lambda: state(target) == 'Z')
say(target=target, sender=sender(lambda: os.kill(target, signal.${signal})))`;

tellsOf('what became of signals', [
  {
    what: 'handled; the process exits by itself, as if it had died of it',
    actor: to('signal.signal(signal.SIGTERM, lambda *_: os._exit(143)) and None'),
    told: (who) => [
      {
        signal: { ...kind('SIGTERM', 'SI_USER'), ...from(who, 'kill') },
        outcome: 'handled',
        exit: { code: 143 },
      },
    ],
  },
  {
    what: 'handled, then sent again to itself to die of it',
    actor: `
def prepare():
    def handler(*_):
        default(signal.SIGTERM)
        os.kill(os.getpid(), signal.SIGTERM)
    signal.signal(signal.SIGTERM, handler)
target = idle(prepare)
say(target=target, sender=sender(lambda: os.kill(target, signal.SIGTERM)))`,
    told: (who) => [
      {
        signal: { ...kind('SIGTERM', 'SI_USER'), ...from(who, 'kill') },
        outcome: 'handled',
      },
      {
        signal: {
          ...kind('SIGTERM', 'SI_USER'),
          origin: 'kill',
          sender: who('target'),
          target: who('target'),
        },
        nth: 1,
        outcome: 'terminated',
        more: { reraise_of: (id: unknown) => typeof id === 'string' },
      },
    ],
  },
  {
    what: 'a core is dumped, by one thread of three',
    skip: noCores,
    actor: `
folder = tempfile.TemporaryDirectory()
def act():
    os.chdir(folder.name)
    hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
    thread()
    thread()
    os.abort()
say(target=fork(act))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGABRT', 'SI_TKILL', 'thread'),
          origin: 'tkill',
          sender: who('target'),
          target: who('target'),
        },
        outcome: 'dumped',
      },
    ],
  },
  {
    what: 'three threads have one end',
    actor: to('(thread(), thread()) and None'),
    told: (who) => [
      {
        signal: { ...kind('SIGTERM', 'SI_USER'), ...from(who, 'kill') },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'blocked in the first thread, so that the second takes it',
    actor: `
def prepare():
    tid = second(signal.SIGUSR1)()
    block(signal.SIGUSR1)
    return tid
target, thread = idle(prepare)
say(target=target, thread=thread, sender=sender(lambda: os.kill(target, signal.SIGUSR1)))`,
    told: (who) => [
      {
        signal: { ...kind('SIGUSR1', 'SI_USER'), ...from(who, 'kill') },
        outcome: 'handled',
        more: { taken_by: who('thread').pid },
      },
    ],
  },
  {
    what: 'ignored, by the process',
    actor: to('ignore(signal.SIGTERM)'),
    told: (who) => [
      {
        signal: {
          ...kind('SIGTERM', 'SI_USER', 'process', 'ignored'),
          ignored_why: 'handler',
          ...from(who, 'kill'),
        },
      },
    ],
  },
  {
    what: 'ignored, by default',
    actor: to('None', 'SIGWINCH'),
    told: (who) => [
      {
        signal: {
          ...kind('SIGWINCH', 'SI_USER', 'process', 'ignored'),
          ignored_why: 'default',
          ...from(who, 'kill'),
        },
      },
    ],
  },
  ...['SIGTERM', 'SIGKILL'].map((signal) => ({
    what: `${signal} to a zombie`,
    actor: ZOMBIE(signal),
    told: (who: Parameters<typeof from>[0]) => [
      {
        signal: {
          // Older kernels queue it all the same.
          ...(olderThan(6, 1)
            ? kind(signal, 'SI_USER', 'process')
            : { ...kind(signal, 'SI_USER', 'process', 'ignored'), ignored_why: 'dying' }),
          ...from(who, 'kill'),
        },
      },
    ],
  })),
  {
    what: 'KILL to a stopped process',
    // That it stopped is told where there was time to see it: the kernel says so to its parent alone.
    actor: `
target = idle()
stop(target)
time.sleep(${0.5 * PATIENCE})
say(target=target, stops=os.getpid(), sender=sender(lambda: os.kill(target, signal.SIGKILL)))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGSTOP', 'SI_USER'),
          origin: 'kill',
          sender: who('stops'),
          target: who('target'),
        },
        outcome: 'stopped',
      },
      {
        signal: { ...kind('SIGKILL', 'SI_USER'), ...from(who, 'kill') },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'TERM waits in a stopped process, until it is continued',
    actor: `
target = idle()
stop(target)
def act():
    os.kill(target, signal.SIGTERM)
    time.sleep(0.1)
    os.kill(target, signal.SIGCONT)
say(target=target, sender=sender(act))`,
    told: (who) => [
      {
        signal: { ...kind('SIGTERM', 'SI_USER'), ...from(who, 'kill') },
        outcome: 'terminated',
        more: { latency_ns: (ns: unknown) => typeof ns === 'number' && ns > 90e6 },
      },
      {
        signal: {
          ...kind('SIGCONT', 'SI_USER', 'process', 'ignored'),
          ignored_why: 'continued',
          ...from(who, 'kill'),
        },
        outcome: 'continued',
      },
    ],
  },
  {
    what: 'sigwait takes it, and the process ends: that leaves no trace but the end',
    actor: `
def act():
    block(signal.SIGTERM)
    say(target=os.getpid(), sender=sender(lambda: os.kill(os.getppid(), signal.SIGTERM)))
    signal.sigwait([signal.SIGTERM])
    os._exit(4)
fork(act)`,
    told: (who) => [
      {
        signal: { ...kind('SIGTERM', 'SI_USER'), ...from(who, 'kill') },
        outcome: null,
        exit: { code: 4 },
      },
    ],
  },
  {
    what: 'sigwait takes it, and the process goes on',
    actor: `
def act():
    block(signal.SIGTERM)
    say(target=os.getpid(), sender=sender(lambda: os.kill(os.getppid(), signal.SIGTERM)))
    signal.sigwait([signal.SIGTERM])
    time.sleep(1.5)
    os._exit(5)
fork(act)`,
    told: (who) => [
      {
        signal: { ...kind('SIGTERM', 'SI_USER'), ...from(who, 'kill') },
        outcome: 'taken',
        exit: { code: 5 },
      },
    ],
  },
  {
    // The last to be looked at: what is pending is told after ten seconds.
    what: 'blocked, and a second one while the first is pending',
    actor: `
target = idle(lambda: block(signal.SIGTERM))
def act():
    os.kill(target, signal.SIGTERM)
    os.kill(target, signal.SIGTERM)
say(target=target, sender=sender(act))`,
    told: (who) => [
      {
        signal: { ...kind('SIGTERM', 'SI_USER'), ...from(who, 'kill') },
        outcome: 'pending',
      },
      {
        signal: {
          ...kind('SIGTERM', 'SI_USER', 'process', 'already_pending'),
          ...from(who, 'kill'),
        },
        nth: 1,
      },
    ],
  },
]);

void t.test('TERM, then KILL', { skip: cannotTrace }, async (t) => {
  const trace = await LiveTrace.start(t, ['--json', '--to', NAME]);
  const said = await actor(
    t,
    `
target = idle(lambda: handle(signal.SIGTERM))
def act():
    os.kill(target, signal.SIGTERM)
    time.sleep(0.2)
    os.kill(target, signal.SIGKILL)
say(target=target, sender=sender(act))`,
  ).hears();
  const sender = { pid: said['sender'] };
  const record = await trace.told('escalation', () => true);
  const expected = {
    target: { pid: said['target'] },
    grace_ns: (ns: unknown) => typeof ns === 'number' && ns >= 200e6 && ns < 2e9,
  };
  t.strictSame(spokenOf(record, expected), expected);
  const steps = record['steps'] as unknown[];
  t.strictSame(
    steps.map((step) => spokenOf(step, { signal: '', outcome: '', sender: { pid: 0 } })),
    [
      { signal: 'SIGTERM', outcome: 'handled', sender },
      { signal: 'SIGKILL', outcome: 'terminated', sender },
    ],
  );
});
