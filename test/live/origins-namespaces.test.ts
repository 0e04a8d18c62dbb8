import { execFileSync } from 'node:child_process';

import { cannotTrace } from '../support/needs.js';
import { from, kind, nobody, tellsOf, type Told, type Who } from '../support/origins.js';

const skip = cannotTrace === false && cannotUnshare() && 'needs leave to make a pid namespace';

function cannotUnshare(): boolean {
  try {
    execFileSync('unshare', ['--pid', '--fork', 'true'], { stdio: 'ignore' });
    return false;
  } catch {
    return true;
  }
}

/**
 * A pid namespace of the actor's own: its first process does this, its others are born in it. They
 * tell their pids by a pipe, as the initial namespace numbers them; /proc is of that one.
 */
const NAMESPACE = `
told, tells = os.pipe()
def tell(): os.write(tells, struct.pack('i', host()))
def heard(): return struct.unpack('i', os.read(told, 4))[0]
def first(act):
    def init():
        assert os.getpid() == 1
        tell()
        act()
    def holds():
        assert libc.unshare(0x20000000) == 0
        reap(fork(init))
    fork(holds)
    return heard()
def member(): idle(tell, outlives=True)
`;

/** One in the namespace sends these to its first process, once that has left fork, which blocks all signals. */
const fromInside = (signals: string) => `
${NAMESPACE}
def act():
    forked, go = os.pipe()
    def send():
        os.read(forked, 1)
        tell()
        for each in ${signals}: os.kill(1, each)
    fork(send, SENDER)
    os.write(go, b'.')
    until(lambda: False)
target = first(act)
say(target=target, sender=heard())`;

tellsOf('pid namespaces', [
  {
    what: 'kill(-1), by all whom it reaches',
    skip,
    actor: `
${NAMESPACE}
def act():
    member()
    member()
    def send():
        assert os.getpid() == 4
        tell()
        os.kill(-1, signal.SIGTERM)
    sender(send)
    until(lambda: False)
init = first(act)
one, other, sends = heard(), heard(), heard()
say(one=one, other=other, sender=sends)`,
    told: (who) =>
      (['one', 'other'] as const).map((role, index) => ({
        signal: {
          ...kind('SIGTERM', 'SI_USER'),
          origin: 'kill-all',
          sender: who('sender', { nspid: 4 }),
          target: who(role, { nspid: 2 + index }),
          group_id: (id: unknown) => typeof id === 'string',
        },
        outcome: 'terminated',
      })),
    together(t, [one, other]) {
      t.equal(one?.['group_id'], other?.['group_id'], 'one call');
    },
  },
  {
    what: "its first process exits: its others' end",
    skip,
    actor: `
${NAMESPACE}
def act():
    signal.signal(signal.SIGUSR1, lambda *_: os._exit(0))
    member()
    signal.pause()
init = first(act)
target = heard()
os.kill(init, signal.SIGUSR1)
say(init=init, target=target)`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGKILL', 'SI_KERNEL'),
          origin: 'pid-namespace',
          ...nobody(who('init')),
          target: who('target', { nspid: 2 }),
        },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'reboot(2), which ends its first process',
    skip,
    actor: `
${NAMESPACE}
outer = os.readlink('/proc/self/ns/pid')
def act():
    def send():
        assert os.getpid() == 2 and os.readlink('/proc/self/ns/pid') != outer
        tell()
        libc.reboot(0x01234567)
    sender(send)
    signal.pause()
init = first(act)
say(init=init, sender=heard())`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGKILL', 'SI_KERNEL', 'thread'),
          ...from(who, 'reboot', who('init', { nspid: 1 })),
          sender: who('sender', { nspid: 2 }),
        },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: "its first process is killed from outside: its others' end",
    skip,
    actor: `
${NAMESPACE}
def act():
    member()
    signal.pause()
init = first(act)
target = heard()
say(init=init, target=target, sender=sender(lambda: os.kill(init, signal.SIGKILL)))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGKILL', 'SI_USER'),
          ...from(who, 'kill', who('init', { nspid: 1 })),
        },
        outcome: 'terminated',
      },
      {
        signal: {
          ...kind('SIGKILL', 'SI_KERNEL'),
          origin: 'pid-namespace',
          ...nobody(who('init')),
          target: who('target'),
        },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'nobody inside can kill its first process',
    skip,
    actor: fromInside('(signal.SIGTERM, signal.SIGKILL, signal.SIGSTOP)'),
    told: (who: Who): Told[] =>
      ['SIGTERM', 'SIGKILL', 'SIGSTOP'].map((signal) => ({
        signal: {
          ...kind(signal, 'SI_USER', 'process', 'ignored'),
          ignored_why: 'init',
          ...from(who, 'kill'),
        },
      })),
  },
  {
    what: 'TERM from outside to a first process that does not handle it',
    skip,
    actor: `
${NAMESPACE}
target = first(signal.pause)
say(target=target, sender=sender(lambda: os.kill(target, signal.SIGTERM)))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGTERM', 'SI_USER', 'process', 'ignored'),
          ignored_why: 'init',
          ...from(who, 'kill', who('target', { nspid: 1 })),
        },
      },
    ],
  },
  {
    // It has been delivered by default action, and yet kills nobody.
    what: 'TERM to a first process that lets it in later',
    skip,
    actor: `
${NAMESPACE}
def act():
    block(signal.SIGTERM)
    tell()
    until(lambda: signal.SIGTERM in signal.sigpending())
    unblock(signal.SIGTERM)
    os._exit(3)
target = first(act)
heard()
say(target=target, sender=sender(lambda: os.kill(target, signal.SIGTERM)))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGTERM', 'SI_USER'),
          ...from(who, 'kill', who('target', { nspid: 1 })),
        },
        outcome: 'discarded',
        exit: { code: 3 },
      },
    ],
  },
]);
