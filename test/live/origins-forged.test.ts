import { from, kind, tellsOf, type Who } from '../support/origins.js';

type Code = Parameters<typeof kind>[1];

/** To another process: any negative code but SI_TKILL. They claim to come from pid 1 of user 77. */
const TO_ANOTHER: readonly [signal: string, code: Code][] = [
  ['SIGALRM', 'SI_TIMER'],
  ['SIGUSR1', 'SI_MESGQ'],
  ['SIGUSR2', 'SI_ASYNCIO'],
  ['SIGIO', 'SI_SIGIO'],
];

/** To itself: any code at all. */
const TO_ITSELF: readonly [signal: string, code: Code][] = [
  ['SIGTERM', 'SI_USER'],
  ['SIGTERM', 'SI_KERNEL'],
  ['SIGTERM', 'SI_TKILL'],
  ['SIGALRM', 'SI_TIMER'],
  ['SIGSEGV', 'SEGV_MAPERR'],
  ['SIGCHLD', 'CLD_EXITED'],
  ['SIGIO', 'POLL_IN'],
];

const queued = (signal: string, code: Code) => {
  const { signo, si_code } = kind(signal, code);
  return { signo, info: `${signo}, siginfo(${signo}, ${si_code})` };
};

/** Both ends are one process. */
const byItself = (who: Who) => ({
  origin: 'sigqueue',
  sender: who('target'),
  target: who('target'),
});

tellsOf('forged signals', [
  ...TO_ANOTHER.map(([signal, code]) => ({
    what: `${signal} with a false ${code}`,
    actor: `
target = idle(lambda: handle(${queued(signal, code).signo}))
say(target=target, sender=sender(lambda: libc.syscall(SIGQUEUE, target, ${queued(signal, code).info})))`,
    told: (who: Who) => [
      {
        signal: { ...kind(signal, code), ...from(who, 'sigqueue') },
        outcome: 'handled' as const,
      },
    ],
  })),
  {
    what: 'a false SI_TIMER to a thread',
    actor: `
target, tid = idle(second(signal.SIGUSR1))
send = lambda: libc.syscall(TGSIGQUEUE, target, tid, ${queued('SIGUSR1', 'SI_TIMER').info})
say(target=target, tid=tid, sender=sender(send))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGUSR1', 'SI_TIMER', 'thread'),
          ...from(who, 'sigqueue', who('target', { tid: who('tid').pid, comm: 'second' })),
        },
        outcome: 'handled',
      },
    ],
  },
  {
    what: 'a false SI_TIMER by a pidfd',
    actor: `
target = idle()
info = siginfo(signal.SIGTERM, -2)
send = lambda: libc.syscall(PIDFD_SEND_SIGNAL, os.pidfd_open(target), signal.SIGTERM, info, 0)
say(target=target, sender=sender(send))`,
    told: (who) => [
      {
        signal: { ...kind('SIGTERM', 'SI_TIMER'), ...from(who, 'pidfd') },
        outcome: 'terminated',
      },
    ],
  },
  ...TO_ITSELF.map(([signal, code]) => ({
    what: `${signal} with a false ${code} to itself`,
    actor: `
handle(${queued(signal, code).signo})
say(target=fork(lambda: libc.syscall(SIGQUEUE, os.getpid(), ${queued(signal, code).info})))`,
    told: (who: Who) => [
      { signal: { ...kind(signal, code), ...byItself(who) }, outcome: 'handled' as const },
    ],
  })),
  {
    what: 'a false SI_USER to its own thread',
    actor: `
handle(signal.SIGTERM)
def act(): libc.syscall(TGSIGQUEUE, os.getpid(), os.getpid(), ${queued('SIGTERM', 'SI_USER').info})
say(target=fork(act))`,
    told: (who) => [
      {
        signal: { ...kind('SIGTERM', 'SI_USER', 'thread'), ...byItself(who) },
        outcome: 'handled',
      },
    ],
  },
  {
    what: 'a false SI_KERNEL to itself by a pidfd',
    actor: `
handle(signal.SIGTERM)
info = siginfo(signal.SIGTERM, 128)
act = lambda: libc.syscall(
    PIDFD_SEND_SIGNAL, os.pidfd_open(os.getpid()), signal.SIGTERM, info, 0)
say(target=fork(act))`,
    told: (who) => [
      {
        signal: { ...kind('SIGTERM', 'SI_KERNEL'), ...byItself(who), origin: 'pidfd' },
        outcome: 'handled',
      },
    ],
  },
  {
    what: 'what the kernel refuses to forge leaves no signal',
    actor: `
target = idle(lambda: handle(signal.SIGUSR1))
def act():
    for code in (-6, 0, 128):
        assert libc.syscall(SIGQUEUE, target, signal.SIGTERM, siginfo(signal.SIGTERM, code)) < 0
        assert ctypes.get_errno() == errno.EPERM
    os.kill(target, signal.SIGUSR1)
say(target=target, sender=sender(act))`,
    told: (who) => [
      {
        signal: { ...kind('SIGUSR1', 'SI_USER'), ...from(who, 'kill') },
        outcome: 'handled',
      },
    ],
  },
]);
