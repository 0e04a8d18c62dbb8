import { existsSync } from 'node:fs';
import { join } from 'node:path';

import t from 'tap';

import { cgroupMount, ownCgroup } from '../support/cgroups.js';
import { cannotTrace, olderThan } from '../support/needs.js';
import { from, isString, kind, tellsOf, type Told, type Who } from '../support/origins.js';

/** Linux 6.9 made pidfd_send_signal reach a thread and a group. */
const oldPidfd = olderThan(6, 9) && 'needs Linux 6.9, for pidfds of threads';

const mount = cgroupMount();
const cgroup = cannotTrace || mount === undefined ? undefined : await ownCgroup(t, mount);
const noCgroupKill =
  (cgroup === undefined || !existsSync(join(cgroup, 'cgroup.kill'))) &&
  'needs cgroup v2 with cgroup.kill (Linux 5.14)';

/** Two in one process group, and who sends a signal to it. */
const GROUP = `
target = idle(os.setpgrp)
member = idle(lambda: os.setpgid(0, target))`;

/** One thread of two. */
const THREAD = `
target, tid = idle(second(signal.SIGUSR1))`;

tellsOf('signals that a process sent', [
  {
    what: 'kill to a process',
    actor: `
target = idle()
say(target=target, sender=sender(lambda: os.kill(target, signal.SIGTERM)))`,
    told: (who) => [
      {
        signal: { ...kind('SIGTERM', 'SI_USER'), ...from(who, 'kill') },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'kill to itself',
    actor: `
say(target=fork(lambda: os.kill(os.getpid(), signal.SIGTERM)))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGTERM', 'SI_USER'),
          origin: 'kill',
          sender: who('target'),
          target: who('target'),
        },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'kill by a thread, to the id of a thread',
    actor: `
${THREAD}
def send():
    named(b'other')
    say(target=target, tid=tid, thread=threading.get_native_id(), sender=os.getpid())
    os.kill(tid, signal.SIGUSR1)
def act():
    other = threading.Thread(target=send)
    other.start()
    other.join()
sender(act)`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGUSR1', 'SI_USER'),
          origin: 'kill',
          sender: who('sender', { tid: who('thread').pid, comm: 'other' }),
          target: who('target', { tid: who('tid').pid, comm: 'second' }),
        },
        outcome: 'handled',
      },
    ],
  },
  {
    what: 'kill(1), gone a moment later: by its command line',
    actor: `
target = idle()
killer = fork(lambda: os.execv('/bin/kill', ['/bin/kill', '-TERM', str(target)]))
reap(killer)
say(target=target, killer=killer)`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGTERM', 'SI_USER'),
          origin: 'kill',
          sender: who('killer', {
            comm: 'kill',
            cmdline: (line: unknown) =>
              JSON.stringify(line) ===
              JSON.stringify(['/bin/kill', '-TERM', `${who('target').pid}`]),
            cmd: `/bin/kill -TERM ${who('target').pid}`,
          }),
          target: who('target'),
        },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'kill to a process group',
    actor: `
${GROUP}
say(target=target, member=member, sender=sender(lambda: os.kill(-target, signal.SIGHUP)))`,
    told: (who) =>
      [who('target'), who('member')].map((target) => ({
        signal: {
          ...kind('SIGHUP', 'SI_USER'),
          ...from(who, 'kill-group', target),
          group_id: isString,
        },
        outcome: 'terminated',
      })),
    together(t, [one, other]) {
      t.equal(one?.['group_id'], other?.['group_id'], 'one call');
    },
  },
  {
    what: "kill to the caller's own group",
    actor: `
def act():
    os.setpgrp()
    say(sender=os.getpid(), target=idle())
    os.kill(0, signal.SIGTERM)
sender(act)`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGTERM', 'SI_USER'),
          ...from(who, 'kill-group'),
          group_id: isString,
        },
        outcome: 'terminated',
      },
    ],
  },
  ...['libc.tgkill(target, tid, signal.SIGUSR1)', 'libc.syscall(TKILL, tid, signal.SIGUSR1)'].map(
    (call) => ({
      what: `${call}, one thread of two`,
      actor: `
${THREAD}
say(target=target, tid=tid, sender=sender(lambda: ${call}))`,
      told: (who: Who): Told[] => [
        {
          signal: {
            ...kind('SIGUSR1', 'SI_TKILL', 'thread'),
            ...from(who, 'tkill', who('target', { tid: who('tid').pid, comm: 'second' })),
          },
          outcome: 'handled',
        },
      ],
    }),
  ),
  ...(
    [
      ['abort', 'os.abort()', 'SIGABRT'],
      ['raise', 'signal.raise_signal(signal.SIGTERM)', 'SIGTERM'],
      ['pthread_kill', 'signal.pthread_kill(threading.get_ident(), signal.SIGTERM)', 'SIGTERM'],
    ] as const
  ).map(([what, call, signal]) => ({
    what: `${what}, to itself`,
    actor: `
say(target=fork(lambda: ${call}))`,
    told: (who: Who): Told[] => [
      {
        signal: {
          ...kind(signal, 'SI_TKILL', 'thread'),
          origin: 'tkill',
          sender: who('target'),
          target: who('target'),
        },
        outcome: 'terminated',
      },
    ],
  })),
  {
    what: 'sigqueue, with a value',
    actor: `
target = idle()
say(target=target, sender=sender(lambda: libc.sigqueue(target, 37, ctypes.c_void_p(5))))`,
    told: (who) => [
      {
        signal: { ...kind('SIGRTMIN+3', 'SI_QUEUE'), ...from(who, 'sigqueue') },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'rt_tgsigqueueinfo, to one thread of two',
    actor: `
${THREAD}
info = siginfo(signal.SIGUSR1, -1)
send = lambda: libc.syscall(TGSIGQUEUE, target, tid, signal.SIGUSR1, info)
say(target=target, tid=tid, sender=sender(send))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGUSR1', 'SI_QUEUE', 'thread'),
          ...from(who, 'sigqueue', who('target', { tid: who('tid').pid, comm: 'second' })),
        },
        outcome: 'handled',
      },
    ],
  },
  {
    what: 'pidfd_send_signal',
    actor: `
target = idle()
send = lambda: signal.pidfd_send_signal(os.pidfd_open(target), signal.SIGTERM)
say(target=target, sender=sender(send))`,
    told: (who) => [
      {
        signal: { ...kind('SIGTERM', 'SI_USER'), ...from(who, 'pidfd') },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: "pidfd_send_signal by a thread's pidfd: SI_TKILL, and yet no tkill",
    skip: oldPidfd,
    actor: `
${THREAD}
send = lambda: signal.pidfd_send_signal(os.pidfd_open(tid, PIDFD_THREAD), signal.SIGUSR1)
say(target=target, tid=tid, sender=sender(send))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGUSR1', 'SI_TKILL', 'thread'),
          ...from(who, 'pidfd', who('target', { tid: who('tid').pid, comm: 'second' })),
        },
        outcome: 'handled',
      },
    ],
  },
  {
    what: 'pidfd_send_signal to a process group',
    skip: oldPidfd,
    actor: `
${GROUP}
group = 4
send = lambda: libc.syscall(PIDFD_SEND_SIGNAL, os.pidfd_open(target), signal.SIGHUP, None, group)
say(target=target, member=member, sender=sender(send))`,
    told: (who) =>
      [who('target'), who('member')].map((target) => ({
        signal: { ...kind('SIGHUP', 'SI_USER'), ...from(who, 'pidfd', target) },
        outcome: 'terminated',
      })),
  },
  {
    what: 'a write to cgroup.kill',
    skip: noCgroupKill,
    actor: `
def write(file, text):
    with open('${cgroup ?? ''}/' + file, 'w') as opened: opened.write(text)
join = lambda: write('cgroup.procs', '0')
target, member = idle(join), idle(join)
say(target=target, member=member, sender=sender(lambda: write('cgroup.kill', '1')))`,
    told: (who) =>
      [who('target'), who('member')].map((target) => ({
        signal: {
          ...kind('SIGKILL', 'SI_USER', 'thread'),
          ...from(who, 'cgroup-kill', target),
          group_id: isString,
        },
        outcome: 'terminated',
      })),
    together(t, [one, other]) {
      t.equal(one?.['group_id'], other?.['group_id'], 'one call');
    },
  },
]);
