import {
  isString,
  itself,
  kind,
  nobody,
  tellsOf,
  type Told,
  type Who,
} from '../support/origins.js';

/** Two in the foreground of a terminal. */
const FOREGROUND = `
master, leader, member = terminal(lambda slave: idle())`;

/** A job in the background of a terminal: its leader is in the foreground. */
const background = (prepare: string, act: string) => `
def session(slave):
    ${prepare}
    def job():
        os.setpgrp()
        ${act}
    return fork(job)
master, leader, job = terminal(session)
until(lambda: state(job) == 'T')
say(job=job)`;

/** A hangup: nobody sends it, but somebody has closed the terminal. */
const closedBy = (closer: Told['signal']['target']) => ({
  ...nobody(closer),
  closed_by: nobody(closer).current,
});

/** Keys are read by a thread of the kernel. */
const byKey = (target: Told['signal']['target']) => ({
  origin: 'tty',
  sender: null,
  current: { pid: Number.isInteger, tid: Number.isInteger, comm: /^kworker\// },
  target,
});

tellsOf('terminals', [
  ...(
    [
      ['Ctrl-C', '\\x03', 'SIGINT'],
      ['Ctrl-\\', '\\x1c', 'SIGQUIT'],
    ] as const
  ).map(([what, key, signal]) => ({
    what,
    // Would the leader die of it, the hangup that follows could take the other first.
    actor: `
def session(slave):
    member = idle()
    handle(signal.${signal})
    return member
master, leader, member = terminal(session)
os.write(master, b'${key}')
say(leader=leader, member=member)`,
    told: (who: Who): Told[] =>
      (
        [
          ['leader', 'handled'],
          ['member', 'terminated'],
        ] as const
      ).map(([role, outcome]) => ({
        signal: { ...kind(signal, 'SI_KERNEL'), ...byKey(who(role)) },
        outcome,
      })),
  })),
  {
    what: 'Ctrl-Z',
    actor: `
def session(slave):
    ignore(signal.SIGTTOU)
    def prepare():
        os.setpgrp()
        os.tcsetpgrp(slave, os.getpid())
    return idle(prepare)
master, leader, job = terminal(session)
os.write(master, b'\\x1a')
until(lambda: state(job) == 'T')
say(job=job)`,
    told: (who) => [
      {
        signal: { ...kind('SIGTSTP', 'SI_KERNEL'), ...byKey(who('job')) },
        outcome: 'stopped',
      },
    ],
  },
  {
    what: 'Ctrl-Z to a group that nobody could continue stops nothing',
    actor: `
master, leader = terminal(lambda slave: None)
os.write(master, b'\\x1a')
say(leader=leader)`,
    told: (who) => [
      {
        signal: { ...kind('SIGTSTP', 'SI_KERNEL'), ...byKey(who('leader')) },
        outcome: 'discarded',
      },
    ],
  },
  {
    what: 'the other end of a terminal is closed: a hangup; it takes the leader, and that the rest',
    actor: `
${FOREGROUND}
say(leader=leader, member=member, closer=os.getpid())
os.close(master)`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGHUP', 'SI_KERNEL'),
          origin: 'tty',
          ...closedBy(who('closer')),
          target: who('leader'),
        },
        outcome: 'terminated',
      },
      {
        signal: {
          ...kind('SIGCONT', 'SI_KERNEL', 'process', 'ignored'),
          ignored_why: isString,
          origin: 'tty',
          ...closedBy(who('closer')),
          target: who('leader'),
        },
      },
      {
        signal: {
          ...kind('SIGHUP', 'SI_KERNEL'),
          origin: 'tty',
          ...closedBy(who('leader')),
          target: who('member'),
        },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'the leader of a session exits',
    actor: `
def session(slave):
    signal.signal(signal.SIGUSR1, lambda *_: os._exit(0))
    return idle(lambda: prctl(PDEATHSIG, 0))
master, leader, member = terminal(session)
say(leader=leader, member=member)
os.kill(leader, signal.SIGUSR1)`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGHUP', 'SI_KERNEL'),
          origin: 'tty',
          ...closedBy(who('leader')),
          target: who('member'),
        },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'the leader of a session gives up its terminal: SI_USER, and yet no kill',
    actor: `
def session(slave):
    ignore(signal.SIGHUP)
    member = idle(lambda: default(signal.SIGHUP))
    fcntl.ioctl(slave, termios.TIOCNOTTY)
    return member
master, leader, member = terminal(session)
say(leader=leader, member=member)`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGHUP', 'SI_USER'),
          origin: 'tty',
          ...closedBy(who('leader')),
          target: who('member'),
        },
        outcome: 'terminated',
      },
      {
        signal: {
          ...kind('SIGHUP', 'SI_USER', 'process', 'ignored'),
          ignored_why: 'handler',
          ...itself(who, 'tty', who('leader')),
        },
      },
    ],
  },
  {
    what: 'the size of a window',
    actor: `
size = struct.pack('4H', 10, 20, 0, 0)
master, leader = terminal(lambda slave: handle(signal.SIGWINCH))
say(leader=leader, sender=sender(lambda: fcntl.ioctl(master, termios.TIOCSWINSZ, size)))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGWINCH', 'SI_KERNEL'),
          origin: 'tty',
          ...nobody(who('sender')),
          target: who('leader'),
        },
        outcome: 'handled',
      },
    ],
  },
  ...(
    [
      ['reads', 'SIGTTIN', 'pass', 'os.read(slave, 1)'],
      [
        'writes',
        'SIGTTOU',
        `mode = termios.tcgetattr(slave)
    mode[3] |= termios.TOSTOP
    termios.tcsetattr(slave, termios.TCSANOW, mode)`,
        "os.write(slave, b'x')",
      ],
      [
        'sets modes',
        'SIGTTOU',
        'pass',
        'termios.tcsetattr(slave, termios.TCSANOW, termios.tcgetattr(slave))',
      ],
    ] as const
  ).map(([what, signal, prepare, act]) => ({
    what: `a job in the background ${what}`,
    actor: background(prepare, act),
    told: (who: Who): Told[] => [
      {
        signal: { ...kind(signal, 'SI_KERNEL'), ...itself(who, 'tty', who('job')) },
        outcome: 'stopped',
      },
    ],
  })),
]);
