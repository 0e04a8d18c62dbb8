import type { Current, Rlimit, SignalRecord, Syscall } from '../records/records.js';
import { ARG_IS } from '../signals/calls.js';
import { codeName } from '../signals/codes.js';
import { signalName } from '../signals/numbers.js';
import type { Origin } from '../signals/origins.js';
import { resultName } from '../signals/results.js';
import { SIGCHLD, SIGXFSZ } from '../signals/signos.js';
import { closesTerminal } from '../signals/stack-facts.js';
import { systemCallName } from '../signals/system-calls.js';
import type { SignalFacts } from '../wire/events.js';
import { attribute, type SenderKind } from './attribution.js';
import type { Ends } from './ends.js';
import { ignoredWhy } from './ignored.js';

/** The most kinds that are kept: signals go between few processes at a time. */
const MOST_KINDS = 1024;

/** The part of a record that follows from the facts alone, in the record's order. */
export type KindPart = Pick<
  SignalRecord,
  | 'signal'
  | 'signo'
  | 'code'
  | 'si_code'
  | 'errno'
  | 'scope'
  | 'result'
  | 'ignored_why'
  | 'origin'
  | 'closed_by'
  | 'rlimit'
  | 'syscall'
>;

/** The part of a signal that all signals with the same facts share. */
export class SignalKind {
  readonly facts: SignalFacts;
  readonly origin: Origin;
  readonly from: SenderKind;
  /** The ends of the last such signal, and the state of the identities that they were found in. */
  ends: (Ends & { readonly version: number }) | undefined;
  /** The rest of the last such line of NDJSON, and the texts of both ends that are in it. */
  lastRest:
    { readonly from: string | undefined; readonly to: string; readonly text: string } | undefined;
  #part: KindPart | undefined;
  #json: string | undefined;

  constructor(facts: SignalFacts) {
    this.facts = facts;
    const { origin, from } = attribute(facts);
    this.origin = origin;
    this.from = from;
  }

  /** Its part of the record. */
  get part(): KindPart {
    return (this.#part ??= partOf(this));
  }

  /** The same as members of a JSON object. */
  get json(): string {
    return (this.#json ??= JSON.stringify(this.part).slice(1, -1));
  }
}

function partOf({ facts, origin }: SignalKind): KindPart {
  const { signo, siCode, errno, group, result, stack } = facts;
  const why = ignoredWhy(facts);
  const limit = origin === 'rlimit' ? rlimitOf(facts) : undefined;
  const forbidden = origin === 'seccomp' || origin === 'syscall-dispatch';
  const syscall = forbidden ? syscallOf(facts) : undefined;
  // A child may ask for another signal at its end; the code is SIGCHLD's even then.
  const code =
    siCode === undefined ? undefined : codeName(origin === 'child' ? SIGCHLD : signo, siCode);
  return {
    signal: signalName(signo),
    signo,
    ...(code === undefined ? {} : { code }),
    ...(siCode === undefined ? {} : { si_code: siCode }),
    ...(errno === undefined ? {} : { errno }),
    scope: group === 1 ? 'process' : 'thread',
    ...(result === undefined ? {} : { result: resultName(result) }),
    ...(why === undefined ? {} : { ignored_why: why }),
    origin,
    ...(origin === 'tty' && closesTerminal(stack) ? { closed_by: currentTask(facts) } : {}),
    ...(limit === undefined ? {} : { rlimit: limit }),
    ...(syscall === undefined ? {} : { syscall }),
  };
}

function rlimitOf({ signo, call, arg }: SignalFacts): Rlimit | undefined {
  switch (call) {
    case ARG_IS.cpuTime:
      return { name: 'cpu', value: arg };
    case ARG_IS.realTime:
      return { name: 'rttime', value: arg };
    case ARG_IS.fileSize:
      return { name: 'fsize', value: arg };
    default:
      // Both limits of time share their signals.
      return signo === SIGXFSZ ? { name: 'fsize' } : undefined;
  }
}

function syscallOf({ call, arg }: SignalFacts): Syscall | undefined {
  if (call !== ARG_IS.call) return undefined;
  const name = systemCallName(arg);
  return { nr: arg, ...(name === undefined ? {} : { name }) };
}

/** The task on the processor. */
export function currentTask({ currentPid, currentTid, currentComm }: SignalFacts): Current {
  return { pid: currentPid, tid: currentTid, comm: currentComm };
}

/** Finds the kind of a signal's facts. The decoder gives equal signals the same facts. */
export class SignalKinds {
  readonly #known = new Map<SignalFacts, SignalKind>();
  #last: SignalKind | undefined;

  of(facts: SignalFacts): SignalKind {
    // Signals come in runs. A comparison costs less than a look-up.
    if (this.#last?.facts === facts) return this.#last;
    const kind = this.#known.get(facts) ?? this.#add(facts);
    this.#last = kind;
    return kind;
  }

  /** One of those that are kept. */
  find(fits: (kind: SignalKind) => boolean): SignalKind | undefined {
    return [...this.#known.values()].findLast(fits);
  }

  #add(facts: SignalFacts): SignalKind {
    if (this.#known.size >= MOST_KINDS) this.#known.clear();
    const kind = new SignalKind(facts);
    this.#known.set(facts, kind);
    return kind;
  }
}
