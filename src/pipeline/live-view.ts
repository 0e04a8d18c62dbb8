import { attribute } from '../explain/attribution.js';
import type { AttemptView, ProcessView, SignalView } from '../filter/view.js';
import type { Identities } from '../identity/identities.js';
import { SENDING_CALLS } from '../signals/calls.js';
import { isSent } from '../signals/sent.js';
import { RESULTS } from '../signals/results.js';
import type { Attempt, SignalFacts } from '../wire/events.js';

/** A signal as filters see it while it is traced. Costly parts are made up when a filter reads them. */
export class LiveSignalView implements SignalView {
  readonly #facts: SignalFacts;
  readonly #identities: Identities;
  #attribution: ReturnType<typeof attribute> | undefined;

  constructor(facts: SignalFacts, identities: Identities) {
    this.#facts = facts;
    this.#identities = identities;
  }

  get signo(): number {
    return this.#facts.signo;
  }

  get si_code(): number | undefined {
    return this.#facts.siCode;
  }

  get result(): string | undefined {
    const { result } = this.#facts;
    return result === undefined ? undefined : RESULTS[result];
  }

  get origin(): SignalView['origin'] {
    return this.#attributed.origin;
  }

  get sentByCurrent(): boolean {
    return this.#attributed.from === 'current';
  }

  get sentByCode(): boolean {
    return isSent(this.#facts);
  }

  get current(): ProcessView {
    return this.#identities.current(this.#facts)();
  }

  get sender(): ProcessView | null | undefined {
    const { from } = this.#attributed;
    return from === 'current' ? this.current : from === 'nobody' ? null : undefined;
  }

  get target(): ProcessView {
    return this.#identities.target(this.#facts)();
  }

  get #attributed(): ReturnType<typeof attribute> {
    return (this.#attribution ??= attribute(this.#facts));
  }
}

/** A failed call as filters see it. */
export function attemptView(attempt: Attempt, identities: Identities): AttemptView {
  const call = SENDING_CALLS[attempt.call];
  return {
    syscall: call?.name ?? '',
    arg: attempt.arg,
    signo: attempt.signo,
    origin: call?.origin(attempt.arg) ?? 'unknown',
    sender: identities.current(attempt)(),
  };
}
