import type { EscalationRecord, EscalationStep, OutcomeRecord } from '../records/records.js';
import { rfc3339, times } from '../records/rfc3339.js';
import { signalName } from '../signals/numbers.js';
import { SIGABRT, SIGINT, SIGKILL, SIGQUIT, SIGTERM } from '../signals/signos.js';
import { senderOf } from './ends.js';
import { ignoredWhy } from './ignored.js';
import type { LazyRecord, TracedSignal } from './traced-signal.js';

/** From the weakest to the strongest. */
const STRENGTH: readonly number[] = [SIGINT, SIGQUIT, SIGTERM, SIGABRT, SIGKILL];
/** The most steps of one escalation: a supervisor may repeat itself without end. */
const MOST_STEPS = 16;

type Outcome = OutcomeRecord['outcome'] | 'ignored';

/** The signals that are to end one process, each stronger than the one before. */
export class Escalation {
  readonly #steps: { readonly sent: TracedSignal; outcome: Outcome | undefined }[] = [];
  #strongest = -1;
  #risen = false;
  #told = 0;

  /** Wall clock of the last step, where it has not been reported yet. */
  get unreportedSince(): bigint | undefined {
    const untold = this.#risen && this.#told < this.#steps.length;
    return untold ? this.#steps.at(-1)?.sent.wall : undefined;
  }

  /** Adds a signal if it is a step. */
  add(sent: TracedSignal): void {
    const { facts } = sent;
    const strength = STRENGTH.indexOf(facts.signo);
    if (strength === -1 || this.#steps.length >= MOST_STEPS) return;
    // A signal to oneself is how a process ends; a dying process needs no stronger one.
    if (sent.shared.from === 'current' && facts.currentPid === facts.targetPid) return;
    const why = ignoredWhy(facts);
    if (why === 'dying') return;
    if (this.#strongest >= 0 && strength <= this.#strongest) return;
    if (this.#strongest >= 0) this.#risen = true;
    this.#strongest = strength;
    this.#steps.push({ sent, outcome: facts.result === 1 ? 'ignored' : undefined });
  }

  setOutcome(id: string, outcome: Outcome): void {
    const step = this.#steps.find(({ sent }) => sent.id === id);
    if (step !== undefined) step.outcome = outcome;
  }

  /** The record, once a stronger signal has followed a weaker one. Each step is reported once. */
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
      }),
    ];
  }
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
