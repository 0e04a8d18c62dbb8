import type { Command } from '../bpftrace/wrapper.js';
import { type Action, begin, type Event, type State, step } from './policy.js';

/** A run of bpftrace, as far as its supervisor is concerned. */
export interface Child {
  send(word: Command): void;
}

export interface SupervisorOptions<C extends Child> {
  /**
   * Starts an incarnation; `attempt` grows when the program was refused and a simpler one is due.
   * Its exit is told by `exited`.
   */
  readonly spawn: (attempt: number) => C;
  /** Called once, when nothing runs any more and nothing will. */
  readonly onEnd: (why: 'stopped' | 'unfit' | 'gave-up') => void;
  readonly onState?: (state: State) => void;
  readonly now: () => number;
  readonly random: () => number;
}

const SAYS: Partial<Record<Action, Command>> = {
  prove: 'prove',
  halt: 'halt',
  terminate: 'stop',
  kill: 'kill',
};

/** Carries the policy out: one bpftrace at a time, and one timer. It never sees an event. */
export class Supervisor<C extends Child> {
  readonly #options: SupervisorOptions<C>;
  #state: State | undefined;
  #charge: C | undefined;
  #attempt = 0;
  #timer: NodeJS.Timeout | undefined;
  #paused = false;

  constructor(options: SupervisorOptions<C>) {
    this.#options = options;
  }

  start(): void {
    const { state, actions } = begin(this.#options.now());
    this.#enter(state, actions);
  }

  tick(halted: boolean): void {
    this.#happened({ type: 'tick', halted });
  }

  proven(): void {
    this.#happened({ type: 'proven' });
  }

  drained(): void {
    this.#happened({ type: 'drained' });
  }

  /** @param simpler whether its program was refused and there is a simpler one to try */
  exited(fatal: boolean, simpler: boolean): void {
    this.#happened({ type: 'exited', fatal, simpler });
  }

  /** Asks for an end in good order; asked twice, for one at once. */
  stop(): void {
    this.#happened({ type: 'stop' });
  }

  /** Nobody reads bpftrace's output for a while: its silence means nothing. */
  set paused(paused: boolean) {
    this.#paused = paused;
    if (!paused && this.#state?.name === 'tracing') this.tick(false);
  }

  get state(): State | undefined {
    return this.#state;
  }

  #happened(event: Event): void {
    if (this.#state === undefined || this.#state.name === 'ended') return;
    const { state, actions } = step(
      this.#state,
      event,
      this.#options.now(),
      this.#options.random(),
    );
    this.#enter(state, actions);
  }

  #enter(state: State, actions: readonly Action[]): void {
    const changed = state.name !== this.#state?.name;
    this.#state = state;
    if (changed) this.#options.onState?.(state);
    for (const action of actions) this.#do(action);
    clearTimeout(this.#timer);
    if (state.name === 'ended') this.#options.onEnd(state.why);
    else if (state.deadline !== Infinity) this.#wake(state.deadline);
  }

  #do(action: Action): void {
    if (action === 'simplify') this.#attempt++;
    const word = SAYS[action];
    if (word === undefined) this.#charge = this.#options.spawn(this.#attempt);
    else this.#charge?.send(word);
  }

  #wake(deadline: number): void {
    this.#timer = setTimeout(
      () => {
        if (this.#paused && this.#state?.name === 'tracing') this.tick(false);
        else this.#happened({ type: 'due' });
      },
      Math.max(0, deadline - this.#options.now()),
    );
  }
}
