import type { EscalationRecord, EscalationStep, OutcomeRecord } from '../records/records.js';
import { rfc3339, times } from '../records/rfc3339.js';
import { signalName } from '../signals/numbers.js';
import { SIGABRT, SIGINT, SIGKILL, SIGQUIT, SIGTERM } from '../signals/signos.js';
import { ignoredWhy } from './ignored.js';
import type { LazyRecord, TracedSignal } from './traced-signal.js';

/** From the weakest to the strongest. */
const STRENGTH: readonly number[] = [SIGINT, SIGQUIT, SIGTERM, SIGABRT, SIGKILL];
/** So many steps are kept; a supervisor that repeats itself has no end. */
const MOST_STEPS = 16;

type Outcome = OutcomeRecord['outcome'] | 'ignored';

/** The signals that are to end one process, as they grow stronger. */
export class Escalation {
  readonly #steps: { readonly sent: TracedSignal; outcome: Outcome | undefined }[] = [];
  #strongest = -1;
  #risen = false;
  #told = 0;

  /** Since when, by the wall clock, the last step has stood without being told of. */
  get unreportedSince(): bigint | undefined {
    const untold = this.#risen && this.#told < this.#steps.length;
    return untold ? this.#steps.at(-1)?.sent.wall : undefined;
  }

  /** Takes a signal for a step where it is one. */
  add(sent: TracedSignal): void {
    const { facts } = sent;
    const strength = STRENGTH.indexOf(facts.signo);
    if (strength === -1 || this.#steps.length >= MOST_STEPS) return;
    // What a process does to itself is how it ends, and a dying one needs no more.
    if (sent.byCurrent && facts.currentPid === facts.targetPid) return;
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

  /** The record, where a stronger one has followed a weaker one and that has not been told yet. */
  takeRecord(): LazyRecord[] {
    const steps = this.#steps.map(({ sent, outcome }) => ({ sent, outcome }));
    const [first, last] = [steps[0]?.sent, steps.at(-1)?.sent];
    if (this.unreportedSince === undefined || first === undefined || last === undefined) return [];
    this.#told = steps.length;
    return [
      (): EscalationRecord => ({
        type: 'escalation',
        ...times(last.wall),
        target: last.target(),
        steps: steps.map(({ sent, outcome }) => stepOf(sent, outcome)),
        grace_ns: Number(last.ktime - first.ktime),
      }),
    ];
  }
}

function stepOf(sent: TracedSignal, outcome: Outcome | undefined): EscalationStep {
  const sender = sent.sender();
  return {
    signal_id: sent.id,
    signal: signalName(sent.facts.signo),
    time: rfc3339(sent.wall),
    ...(sender === undefined ? {} : { sender }),
    ...(outcome === undefined ? {} : { outcome }),
  };
}
