import { constants } from 'node:os';

import type { SmokeCase } from './expectation.js';

const WAITS = 'echo ready; read line';
/** Exit status of a target that outlives its signal. */
const OUTLIVED = 7;
/**
 * The leader of a group handles TERM and reaps the member. The member itself prints that it is ready:
 * until it has reset the trap of its parent, the signal would have no effect on it.
 */
const LEADS = `trap : TERM; exec 3<&0
(trap - TERM; read pid rest </proc/self/stat; echo "ready $pid"; read line <&3) &
wait; wait; exit ${OUTLIVED}`;
/** Aborts without a core, which would be left behind. */
const ABORTS = `ulimit -c 0; exec "$2" -e '
  require("node:fs").writeFileSync("/proc/self/comm", process.argv[1]);
  process.stdin.on("data", () => process.abort()).on("end", () => process.exit());
  console.log("ready");
' "$1"`;

const { SIGABRT, SIGCHLD, SIGHUP, SIGKILL, SIGPIPE, SIGTERM, SIGUSR1 } = constants.signals;
/** SIGRTMIN+1. Node has no names for real-time signals. */
const REAL_TIME = 35;

/** Returns the fields of a signal that kill sends to one process. */
function byKill(signal: string, signo: number) {
  return {
    signal,
    signo,
    code: 'SI_USER',
    si_code: 0,
    errno: 0,
    scope: 'process',
    result: 'delivered',
    origin: 'kill',
  } as const;
}

/** The ends of a signal that the actor sends to the target. */
const ACTOR_TO_TARGET = { what: '', from: 'actor', to: 'target' } as const;

export const TERM_CASE: SmokeCase = {
  name: 'TERM ends a process',
  scenario: { script: WAITS, send: { signo: SIGTERM, to: 'process' } },
  expected: [
    {
      ...ACTOR_TO_TARGET,
      signal: byKill('SIGTERM', SIGTERM),
      outcome: ['terminated'],
      exit: 'of it',
    },
    {
      what: 'CHLD to its parent',
      signal: {
        ...byKill('SIGCHLD', SIGCHLD),
        code: 'CLD_KILLED',
        si_code: 2,
        origin: 'child',
      },
      from: 'target',
      byOrigin: true,
      to: 'actor',
      outcome: ['handled'],
    },
  ],
};

export const CASES: readonly SmokeCase[] = [
  TERM_CASE,
  {
    name: 'TERM is handled',
    scenario: {
      script: `trap 'exit ${OUTLIVED}' TERM; ${WAITS}`,
      send: { signo: SIGTERM, to: 'process' },
      goOn: true,
    },
    expected: [
      {
        ...ACTOR_TO_TARGET,
        signal: byKill('SIGTERM', SIGTERM),
        outcome: ['handled'],
        exit: { code: OUTLIVED },
      },
    ],
  },
  {
    name: 'KILL ends a process',
    scenario: { script: WAITS, send: { signo: SIGKILL, to: 'process' } },
    expected: [
      {
        ...ACTOR_TO_TARGET,
        signal: byKill('SIGKILL', SIGKILL),
        outcome: ['terminated'],
        exit: 'of it',
      },
    ],
  },
  {
    name: 'HUP is ignored',
    scenario: {
      script: `trap '' HUP; ${WAITS}; exit ${OUTLIVED}`,
      send: { signo: SIGHUP, to: 'process' },
      goOn: true,
    },
    expected: [
      {
        ...ACTOR_TO_TARGET,
        signal: { ...byKill('SIGHUP', SIGHUP), result: 'ignored', ignored_why: 'handler' },
        exit: { code: OUTLIVED },
      },
    ],
  },
  {
    name: 'RTMIN+1 ends a process',
    scenario: { script: WAITS, send: { signo: REAL_TIME, to: 'process' } },
    expected: [
      {
        ...ACTOR_TO_TARGET,
        signal: byKill('SIGRTMIN+1', REAL_TIME),
        outcome: ['terminated'],
        exit: 'of it',
      },
    ],
  },
  {
    name: 'TERM to a group',
    scenario: { script: LEADS, send: { signo: SIGTERM, to: 'group' } },
    expected: [
      {
        ...ACTOR_TO_TARGET,
        what: 'to its leader',
        signal: { ...byKill('SIGTERM', SIGTERM), origin: 'kill-group' },
        outcome: ['handled'],
        exit: { code: OUTLIVED },
      },
      {
        ...ACTOR_TO_TARGET,
        what: 'to its member',
        to: 'member',
        signal: { ...byKill('SIGTERM', SIGTERM), origin: 'kill-group' },
        outcome: ['terminated'],
        exit: 'of it',
      },
    ],
    oneCall: true,
  },
  {
    name: 'USR1 to oneself',
    scenario: { script: `${WAITS}; kill -s USR1 $$`, goOn: true },
    expected: [
      {
        what: '',
        signal: byKill('SIGUSR1', SIGUSR1),
        from: 'target',
        byOrigin: true,
        to: 'target',
        outcome: ['terminated'],
        exit: 'of it',
      },
    ],
  },
  {
    name: 'PIPE for what nobody reads',
    scenario: { script: `${WAITS}; echo lost`, unread: true, goOn: true },
    expected: [
      {
        what: '',
        signal: { ...byKill('SIGPIPE', SIGPIPE), scope: 'thread', origin: 'pipe' },
        from: null,
        byOrigin: true,
        to: 'target',
        outcome: ['terminated'],
        exit: 'of it',
      },
    ],
  },
  {
    name: 'ABRT by abort',
    scenario: { script: ABORTS, goOn: true },
    expected: [
      {
        what: '',
        signal: {
          ...byKill('SIGABRT', SIGABRT),
          code: 'SI_TKILL',
          si_code: -6,
          scope: 'thread',
          origin: 'tkill',
        },
        from: 'target',
        byOrigin: true,
        to: 'target',
        outcome: ['terminated', 'dumped'],
        exit: 'of it',
      },
    ],
  },
];
