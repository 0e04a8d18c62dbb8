import { attribute } from '../explain/attribution.js';
import type { AttemptView, ProcessView, SignalView } from '../filter/view.js';
import type { Identities } from '../identity/identities.js';
import type { Process } from '../records/records.js';
import { SENDING_CALLS } from '../signals/calls.js';
import { resultName } from '../signals/results.js';
import { isSent } from '../signals/sent.js';
import type { Attempt, Current, SignalFacts } from '../wire/events.js';

/** What identities tell of both ends of a signal. */
export type Ends = Pick<Identities, 'current' | 'target'>;

/** A live process: the fields that the kernel gave are at hand, the others are made up when they are read. */
class LiveProcess implements ProcessView {
  readonly #read: () => Process;
  #process: Process | undefined;
  readonly pid: number | undefined;
  readonly tid: number;
  readonly comm: string;
  readonly uid: number | undefined;

  constructor(
    read: () => Process,
    pid: number | undefined,
    tid: number,
    comm: string,
    uid: number | undefined,
  ) {
    this.#read = read;
    this.pid = pid;
    this.tid = tid;
    this.comm = comm;
    this.uid = uid;
  }

  get #whole(): Process {
    return (this.#process ??= this.#read());
  }

  get exe() {
    return this.#whole.exe;
  }

  get cmdline() {
    return this.#whole.cmdline;
  }

  get start_time() {
    return this.#whole.start_time;
  }

  get cgroup() {
    return this.#whole.cgroup;
  }

  get ancestors() {
    return this.#whole.ancestors;
  }

  get nspid() {
    return this.#whole.nspid;
  }
}

/** A live signal as the filter sees it. */
export function signalView(facts: SignalFacts, ends: Ends): SignalView {
  const { origin, from } = attribute(facts);
  const current = currentOf(facts, ends);
  const { targetPid, targetTid, targetComm, targetUid } = facts;
  return {
    signo: facts.signo,
    si_code: facts.siCode,
    result: facts.result === undefined ? undefined : resultName(facts.result),
    origin,
    sentByCurrent: from === 'current',
    sentByCode: isSent(facts),
    current,
    sender: from === 'current' ? current : from === 'nobody' ? null : undefined,
    target: new LiveProcess(
      () => ends.target(facts).read(),
      targetPid === 0 ? undefined : targetPid,
      targetTid,
      targetComm,
      targetUid === -1 ? undefined : targetUid,
    ),
  };
}

/** A failed call as the filter sees it. */
export function attemptView(attempt: Attempt, ends: Ends): AttemptView {
  const { arg, signo } = attempt;
  const call = SENDING_CALLS[attempt.call];
  return {
    syscall: call?.name ?? '',
    arg,
    signo,
    origin: call?.origin(arg) ?? 'unknown',
    sender: currentOf(attempt, ends),
  };
}

function currentOf(current: Current, ends: Ends): ProcessView {
  const { currentPid, currentTid, currentComm, uid } = current;
  return new LiveProcess(
    () => ends.current(current).read(),
    currentPid,
    currentTid,
    currentComm,
    uid,
  );
}
