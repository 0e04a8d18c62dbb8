import { constants } from 'node:os';

import type { OutcomeRecord, SignalRecord } from '../records/records.js';
import type { Role, Scenario } from './scenario.js';

/** What must be told of one signal. */
export interface Expectation {
  /** Of which of the play's signals; empty where there is one alone. */
  readonly what: string;
  readonly signal: Pick<
    SignalRecord,
    | 'signal'
    | 'signo'
    | 'code'
    | 'si_code'
    | 'errno'
    | 'scope'
    | 'result'
    | 'origin'
    | 'ignored_why'
  >;
  readonly from: Role | null;
  /** Who it is from shows only with how it came about: its code proves nothing. */
  readonly byOrigin?: true;
  readonly to: Role;
  /** Any of these; left out where nothing is told of it. */
  readonly outcome?: readonly OutcomeRecord['outcome'][];
  /** How its target ended; left out where that is told of another signal. */
  readonly exit?: { readonly code: number } | 'of it';
}

/** A way in which signals come about, and what must be told of them. */
export interface Case {
  readonly name: string;
  readonly play: Scenario;
  readonly told: readonly Expectation[];
  /** All that is told of comes from one call. */
  readonly oneCall?: true;
}

const WAITS = 'echo ready; read line';
/** Status that those exit with who outlive their signal. */
const OUTLIVED = 7;
/**
 * A handler that waits for the other, which nobody else would reap. The other says itself that it is
 * ready: until it has undone what it got from its parent, the signal would be lost on it.
 */
const LEADS = `trap : TERM; exec 3<&0
(trap - TERM; read pid rest </proc/self/stat; echo "ready $pid"; read line <&3) &
wait; wait; exit ${OUTLIVED}`;
/** Without a core, which would be left behind. */
const ABORTS = `ulimit -c 0; exec "$2" -e '
  require("node:fs").writeFileSync("/proc/self/comm", process.argv[1]);
  process.stdin.on("data", () => process.abort()).on("end", () => process.exit());
  console.log("ready");
' "$1"`;

const { SIGABRT, SIGCHLD, SIGHUP, SIGKILL, SIGPIPE, SIGTERM, SIGUSR1 } = constants.signals;
/** SIGRTMIN+1, as the kernel counts them; Node knows no names of these. */
const REAL_TIME = 35;

/** Of a signal that a process sends by kill. */
function killed(signal: string, signo: number) {
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

/** To whom one sends, as another process does. */
const SENT = { what: '', from: 'actor', to: 'target' } as const;

export const TERM: Case = {
  name: 'TERM ends a process',
  play: { script: WAITS, send: { signo: SIGTERM, to: 'process' } },
  told: [
    { ...SENT, signal: killed('SIGTERM', SIGTERM), outcome: ['terminated'], exit: 'of it' },
    {
      what: 'CHLD to its parent',
      signal: {
        ...killed('SIGCHLD', SIGCHLD),
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

export const CASES: readonly Case[] = [
  TERM,
  {
    name: 'TERM is handled',
    play: {
      script: `trap 'exit ${OUTLIVED}' TERM; ${WAITS}`,
      send: { signo: SIGTERM, to: 'process' },
      goOn: true,
    },
    told: [
      {
        ...SENT,
        signal: killed('SIGTERM', SIGTERM),
        outcome: ['handled'],
        exit: { code: OUTLIVED },
      },
    ],
  },
  {
    name: 'KILL ends a process',
    play: { script: WAITS, send: { signo: SIGKILL, to: 'process' } },
    told: [{ ...SENT, signal: killed('SIGKILL', SIGKILL), outcome: ['terminated'], exit: 'of it' }],
  },
  {
    name: 'HUP is ignored',
    play: {
      script: `trap '' HUP; ${WAITS}; exit ${OUTLIVED}`,
      send: { signo: SIGHUP, to: 'process' },
      goOn: true,
    },
    told: [
      {
        ...SENT,
        signal: { ...killed('SIGHUP', SIGHUP), result: 'ignored', ignored_why: 'handler' },
        exit: { code: OUTLIVED },
      },
    ],
  },
  {
    name: 'RTMIN+1 ends a process',
    play: { script: WAITS, send: { signo: REAL_TIME, to: 'process' } },
    told: [
      {
        ...SENT,
        signal: killed('SIGRTMIN+1', REAL_TIME),
        outcome: ['terminated'],
        exit: 'of it',
      },
    ],
  },
  {
    name: 'TERM to a group',
    play: { script: LEADS, send: { signo: SIGTERM, to: 'group' } },
    told: [
      {
        ...SENT,
        what: 'to its leader',
        signal: { ...killed('SIGTERM', SIGTERM), origin: 'kill-group' },
        outcome: ['handled'],
        exit: { code: OUTLIVED },
      },
      {
        ...SENT,
        what: 'to its member',
        to: 'member',
        signal: { ...killed('SIGTERM', SIGTERM), origin: 'kill-group' },
        outcome: ['terminated'],
        exit: 'of it',
      },
    ],
    oneCall: true,
  },
  {
    name: 'USR1 to oneself',
    play: { script: `${WAITS}; kill -s USR1 $$`, goOn: true },
    told: [
      {
        what: '',
        signal: killed('SIGUSR1', SIGUSR1),
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
    play: { script: `${WAITS}; echo lost`, unread: true, goOn: true },
    told: [
      {
        what: '',
        signal: { ...killed('SIGPIPE', SIGPIPE), scope: 'thread', origin: 'pipe' },
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
    play: { script: ABORTS, goOn: true },
    told: [
      {
        what: '',
        signal: {
          ...killed('SIGABRT', SIGABRT),
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
