import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import t from 'tap';

import { cgroupMount, ownCgroup } from '../support/cgroups.js';
import { cannotTrace } from '../support/needs.js';
import { from, itself, kind, nobody, tellsOf, type Told, type Who } from '../support/origins.js';

const MEMORY = 32 << 20;

/** Two cgroups with a limit of memory, by v1 or v2. */
const [v1, v2] = [cgroupMount('memory'), cgroupMount()];
const limited = cannotTrace === false ? await Promise.all([limit(), limit()]) : [];
const noMemory =
  limited.some((cgroup) => cgroup === undefined) && 'needs the memory controller of cgroups';

async function limit(): Promise<string | undefined> {
  const mount = v1 ?? v2;
  if (mount === undefined) return undefined;
  const cgroup = await ownCgroup(t, mount);
  const file = join(cgroup, v1 === undefined ? 'memory.max' : 'memory.limit_in_bytes');
  if (!existsSync(file)) return undefined;
  writeFileSync(file, String(MEMORY));
  for (const [swap, none] of [
    ['memory.swap.max', '0'],
    ['memory.swappiness', '0'],
  ] as const) {
    if (existsSync(join(cgroup, swap))) writeFileSync(join(cgroup, swap), none);
  }
  return cgroup;
}

/** Takes so many MiB of memory, in a cgroup. */
const takes = (cgroup: string | undefined) => `
kept = []
def take(size):
    with open('${cgroup ?? ''}/cgroup.procs', 'w') as file: file.write('0')
    kept.append(b'x' * (size << 20))`;

const oom = (trigger: ReturnType<Who>, cgroup: string | undefined) => ({
  cgroup: (path: unknown) =>
    typeof path === 'string' && path.endsWith(`/${cgroup?.split('/').at(-1) ?? ''}`),
  limit: MEMORY,
  rss: (size: unknown) => typeof size === 'number' && size > 10 << 20,
  trigger: { pid: trigger.pid, comm: trigger['comm'] },
});

tellsOf('limits', [
  {
    what: 'CPU time: first a warning, then the end',
    actor: `
def act():
    handle(signal.SIGXCPU)
    resource.setrlimit(resource.RLIMIT_CPU, (1, 2))
    burn()
say(target=fork(act))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGXCPU', 'SI_KERNEL'),
          ...itself(who, 'rlimit'),
          rlimit: { name: 'cpu', value: 1 },
        },
        outcome: 'handled',
      },
      {
        signal: {
          ...kind('SIGKILL', 'SI_KERNEL'),
          ...itself(who, 'rlimit'),
          rlimit: { name: 'cpu', value: 2 },
        },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: 'CPU time of a real-time thread without a sleep',
    actor: `
def act():
    handle(signal.SIGXCPU)
    resource.setrlimit(resource.RLIMIT_RTTIME, (100000, 300000))
    os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))
    burn()
say(target=fork(act))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGXCPU', 'SI_KERNEL'),
          ...itself(who, 'rlimit'),
          rlimit: { name: 'rttime', value: 100_000 },
        },
        outcome: 'handled',
      },
      {
        signal: {
          ...kind('SIGKILL', 'SI_KERNEL'),
          ...itself(who, 'rlimit'),
          rlimit: { name: 'rttime', value: 300_000 },
        },
        outcome: 'terminated',
      },
    ],
  },
  ...(
    [
      ['written', "file.write(b'0123456789'); file.write(b'x')"],
      ['lengthened', 'file.truncate(11)'],
    ] as const
  ).map(([what, act]) => ({
    what: `file size: ${what}`,
    actor: `
def act():
    default(signal.SIGXFSZ)
    resource.setrlimit(resource.RLIMIT_FSIZE, (10, 10))
    with tempfile.TemporaryFile(buffering=0) as file: ${act}
say(target=fork(act))`,
    told: (who: Who): Told[] => [
      {
        signal: {
          ...kind('SIGXFSZ', 'SI_USER', 'thread'),
          ...itself(who, 'rlimit'),
          rlimit: { name: 'fsize', value: 10 },
        },
        outcome: 'terminated',
      },
    ],
  })),
  {
    what: 'pending signals: none is queued',
    actor: `
def prepare():
    block(37)
    resource.setrlimit(resource.RLIMIT_SIGPENDING, (0, 0))
target = idle(prepare)
say(target=target, sender=sender(lambda: libc.sigqueue(target, 37, None)))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGRTMIN+3', 'SI_QUEUE', 'process', 'overflow_fail'),
          ...from(who, 'sigqueue'),
        },
      },
    ],
  },
  {
    what: 'pending signals: kill gets through, without what it would say',
    actor: `
def prepare():
    handle(37)
    resource.setrlimit(resource.RLIMIT_SIGPENDING, (0, 0))
target = idle(prepare)
say(target=target, sender=sender(lambda: os.kill(target, 37)))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGRTMIN+3', 'SI_USER', 'process', 'lose_info'),
          ...from(who, 'kill'),
        },
        outcome: 'handled',
      },
    ],
  },
  {
    what: "a cgroup's memory: who asks for more is killed",
    skip: noMemory,
    actor: `
${takes(limited[0])}
say(target=fork(lambda: take(64)))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGKILL', 'SI_KERNEL'),
          ...itself(who, 'oom'),
          oom: oom(who('target'), limited[0]),
        },
        outcome: 'terminated',
      },
    ],
  },
  {
    what: "a cgroup's memory: another asks for more, the largest is killed",
    skip: noMemory,
    actor: `
${takes(limited[1])}
target = idle(lambda: take(20))
say(target=target, sender=sender(lambda: take(16)))`,
    told: (who) => [
      {
        signal: {
          ...kind('SIGKILL', 'SI_KERNEL'),
          origin: 'oom',
          ...nobody(who('sender')),
          target: who('target'),
          oom: oom(who('sender'), limited[1]),
        },
        outcome: 'terminated',
      },
    ],
  },
]);
