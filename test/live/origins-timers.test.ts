import { from, itself, kind, nobody, tellsOf, type Told, type Who } from '../support/origins.js';

/** A process that sets a timer, then waits for it, or works until it comes. */
const sets = (timer: string, then: string) => `
def act():
    ${timer}
    ${then}
say(target=fork(act))`;

/** POSIX's: by CLOCK_MONOTONIC (1) or the process's CPU time (2), 20 ms from now. */
const TIMER_CREATE = `
def timer_create(clock, event=None):
    timer = ctypes.c_void_p()
    assert libc.timer_create(clock, event, ctypes.byref(timer)) == 0
    assert libc.timer_settime(timer, 0, (ctypes.c_long * 4)(0, 0, 0, 20_000_000), None) == 0
`;

/** It comes in an interrupt: whoever that interrupts has nothing to do with it. */
const atAnyTime = (who: Who, origin: string) => ({
  origin,
  ...nobody(),
  target: who('target'),
});

tellsOf('timers and message queues', [
  ...(
    [
      ['SIGALRM', 'ITIMER_REAL', 'time.sleep(60)'],
      ['SIGVTALRM', 'ITIMER_VIRTUAL', 'burn()'],
      ['SIGPROF', 'ITIMER_PROF', 'burn()'],
    ] as const
  ).map(([signal, timer, then]) => ({
    what: `setitimer, ${timer}`,
    anyTime: true as const,
    actor: sets(`signal.setitimer(signal.${timer}, 0.02)`, then),
    told: (who: Who): Told[] => [
      {
        signal: {
          ...kind(signal, 'SI_KERNEL'),
          ...(timer === 'ITIMER_REAL'
            ? atAnyTime(who, 'interval-timer')
            : itself(who, 'interval-timer')),
        },
        outcome: 'terminated',
      },
    ],
  })),
  {
    what: 'alarm',
    anyTime: true as const,
    actor: sets('signal.alarm(1)', 'time.sleep(60)'),
    told: (who) => [
      {
        signal: { ...kind('SIGALRM', 'SI_KERNEL'), ...atAnyTime(who, 'interval-timer') },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'timer_create',
    anyTime: true as const,
    actor: TIMER_CREATE + sets('timer_create(1)', 'time.sleep(60)'),
    told: (who) => [
      {
        signal: { ...kind('SIGALRM', 'SI_TIMER'), ...atAnyTime(who, 'posix-timer') },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'timer_create, by CPU time',
    anyTime: true as const,
    actor: TIMER_CREATE + sets('timer_create(2)', 'burn()'),
    told: (who) => [
      {
        signal: { ...kind('SIGALRM', 'SI_TIMER'), ...itself(who, 'posix-timer') },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'timer_create, for one thread of two',
    anyTime: true as const,
    actor: `
${TIMER_CREATE}
def prepare():
    tid = second(signal.SIGUSR1)()
    timer_create(1, (ctypes.c_int * 16)(0, 0, signal.SIGUSR1, 4, tid))
    return tid
target, tid = idle(prepare)
say(target=target, tid=tid)`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGUSR1', 'SI_TIMER', 'thread'),
          ...atAnyTime(who, 'posix-timer'),
          target: who('target', { tid: who('tid').pid, comm: 'second' }),
        },
        outcome: 'handled',
      },
    ],
  },
  {
    what: 'mq_notify: the process that sent the message',
    actor: `
libmq = libc if hasattr(libc, 'mq_open') else ctypes.CDLL('librt.so.1')
name = b'/signals-trace-test-%d' % os.getpid()
O_CREAT, O_WRONLY = os.O_CREAT | os.O_RDWR, os.O_WRONLY
queue = libmq.mq_open(name, O_CREAT, 0o600, None)
assert queue >= 0
sends = libmq.mq_open(name, O_WRONLY)
libmq.mq_unlink(name)
def prepare():
    handle(signal.SIGUSR1)
    assert libmq.mq_notify(queue, (ctypes.c_int * 16)(0, 0, signal.SIGUSR1, 0)) == 0
target = idle(prepare)
say(target=target, sender=sender(lambda: libmq.mq_send(sends, b'x', 1, 0)))`,
    told: (who) => [
      {
        signal: { ...kind('SIGUSR1', 'SI_MESGQ'), ...from(who, 'mqueue') },
        outcome: 'handled',
      },
    ],
  },
]);
