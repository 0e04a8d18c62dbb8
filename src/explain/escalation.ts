import type { EscalationRecord, EscalationStep, OutcomeRecord } from '../records/records.js';
import { rfc3339, times } from '../records/rfc3339.js';
import { ASKING } from '../signals/asking.js';
import { signalName } from '../signals/numbers.js';
import { SIGABRT, SIGINT, SIGKILL, SIGQUIT, SIGWINCH } from '../signals/signos.js';
import { senderOf } from './ends.js';
import { ignoredWhy } from './ignored.js';
import type { LazyRecord, TracedSignal } from './traced-signal.js';

/** They end what did not stop when it was asked to. */
const ENDING: readonly number[] = [SIGABRT, SIGKILL];
/** Terminals send these: who survives one was asked by nobody else. */
const FROM_KEYS: readonly number[] = [SIGINT, SIGQUIT];
/** How long the end may follow what asked for it, where anybody sent both, and where one program did. */
const JOINED_NS = 120_000_000_000n;
const JOINED_BY_ONE_NS = 3_600_000_000_000n;
/** The most steps of one escalation: a supervisor may repeat itself without end. */
const MOST_STEPS = 16;

type Outcome = OutcomeRecord['outcome'] | 'ignored';

interface Step {
  readonly sent: TracedSignal;
  outcome: Outcome | undefined;
}

/** The signals that ask one process to stop, and those that then end it. */
export class Escalation {
  /** The requests to stop, the oldest first. */
  #asked: Step[] = [];
  /** Once an end has followed: what asked for it, then what ended. */
  #steps: Step[] = [];
  #told = 0;

  /** Wall clock of the last step, where it has not been reported yet. */
  get unreportedSince(): bigint | undefined {
    return this.#told < this.#steps.length ? this.#steps.at(-1)?.sent.wall : undefined;
  }

  /** Adds a signal if it is a step. */
  add(sent: TracedSignal): void {
    const { facts } = sent;
    const isAsking = asks(sent);
    if (!isAsking && !ENDING.includes(facts.signo)) return;
    // A signal to oneself is how a process ends; a dying process needs no stronger one.
    if (sent.shared.from === 'current' && facts.currentPid === facts.targetPid) return;
    if (ignoredWhy(facts) === 'dying') return;
    const isIgnored = facts.result === 1;
    const step: Step = { sent, outcome: isIgnored ? 'ignored' : undefined };
    if (isAsking) {
      this.#asked.push(step);
      // The first says how long there was to stop.
      if (this.#asked.length >= MOST_STEPS) this.#asked.splice(1, 1);
    } else if (!isIgnored && this.#steps.length < MOST_STEPS) {
      const before = this.#steps.length > 0 ? this.#steps : this.#askedFor(sent);
      if (before.length > 0) this.#steps = [...before, step];
    }
  }

  setOutcome(id: string, outcome: Outcome): void {
    const step = [...this.#steps, ...this.#asked].find(({ sent }) => sent.id === id);
    if (step !== undefined) step.outcome = outcome;
  }

  /** The record, once an end has followed what asked for it. Each step is reported once. */
  takeRecord(): LazyRecord[] {
    const steps = this.#steps.map(({ sent, outcome }) => ({ sent, outcome }));
    const [first, last] = [steps[0]?.sent, steps.at(-1)?.sent];
    if (this.unreportedSince === undefined || first === undefined || last === undefined) return [];
    this.#told = steps.length;
    return [
      (): EscalationRecord => ({
        type: 'escalation',
        ...times(last.wall),
        target: last.target.read(),
        steps: steps.map(({ sent, outcome }) => stepOf(sent, outcome)),
        grace_ns: Number(last.ktime - first.ktime),
        same_sender: isOneSender(first, last),
      }),
    ];
  }

  /** The requests before this end, the oldest first: of its own sender shortly before, or else of others, or else long before. */
  #askedFor(end: TracedSignal): Step[] {
    const since = (ns: bigint) => this.#asked.filter(({ sent }) => end.ktime - sent.ktime <= ns);
    const byOne = ({ sent }: Step) => isOneSender(sent, end);
    const survived = ({ sent, outcome }: Step) =>
      FROM_KEYS.includes(sent.facts.signo) && outcome === 'handled';
    const soon = since(JOINED_NS);
    const ways = [soon.filter(byOne), soon.filter((step) => !survived(step))];
    return ways.find(({ length }) => length > 0) ?? since(JOINED_BY_ONE_NS).filter(byOne);
  }
}

/** Whether it asks a process to stop. A terminal's WINCH tells its size. */
function asks({ facts, shared }: TracedSignal): boolean {
  return ASKING.includes(facts.signo) && (facts.signo !== SIGWINCH || shared.from === 'current');
}

/** Whether one process, or one program, sent both. */
function isOneSender(a: TracedSignal, b: TracedSignal): boolean {
  if (a.shared.from !== 'current' || b.shared.from !== 'current') return false;
  return a.facts.currentPid === b.facts.currentPid || programOf(a) === programOf(b);
}

function programOf(sent: TracedSignal): string {
  return senderOf(sent)?.name ?? sent.facts.currentComm;
}

function stepOf(sent: TracedSignal, outcome: Outcome | undefined): EscalationStep {
  const sender = senderOf(sent);
  return {
    signal_id: sent.id,
    signal: signalName(sent.facts.signo),
    time: rfc3339(sent.wall),
    ...(sender === undefined ? {} : { sender }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}
