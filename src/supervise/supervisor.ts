import type { Command } from '../bpftrace/wrapper.js';
import { type Action, begin, type Event, type State, step } from './policy.js';

/** A run of bpftrace, as its supervisor sees it. */
export interface Child {
  send(command: Command): void;
}

export interface SupervisorOptions<C extends Child> {
  /**
   * Starts an incarnation. `attempt` grows when a program was refused and a simpler one is due.
   * The caller reports the exit with `exited`.
   */
  readonly spawn: (attempt: number) => C;
  /** Called once, when nothing runs any more and nothing will start. */
  readonly onEnd: (why: 'stopped' | 'unfit' | 'gave-up') => void;
  readonly onState?: (state: State) => void;
  readonly now: () => number;
  readonly random: () => number;
}

const COMMANDS: Partial<Record<Action, Command>> = {
  prove: 'prove',
  halt: 'halt',
  terminate: 'stop',
  kill: 'kill',
};

/** Carries out the policy with one bpftrace at a time and one timer. It never sees an event's content. */
export class Supervisor<C extends Child> {
  readonly #options: SupervisorOptions<C>;
  #state: State | undefined;
  #child: C | undefined;
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
    this.#handle({ type: 'tick', halted });
  }

  /** @returns whether tracing begins with it: a proof that comes after a stop begins nothing */
  proven(): boolean {
    const begins = this.#state?.name === 'starting';
    this.#handle({ type: 'proven' });
    return begins;
  }

  drained(): void {
    this.#handle({ type: 'drained' });
  }

  /** @param simpler whether its program was refused and there is a simpler one to try */
  exited(fatal: boolean, simpler: boolean): void {
    this.#handle({ type: 'exited', fatal, simpler });
  }

  /** Asks for an end in good order: halt, drain, stop. */
  stop(): void {
    this.#handle({ type: 'stop' });
  }

  /** Asks for an end at once: cuts the drain short, then kills. */
  hurry(): void {
    this.#handle({ type: 'hurry' });
  }

  /** Whether the trace is on its way to its end. */
  get ending(): boolean {
    return this.#state?.name === 'halting' || this.#state?.name === 'stopping';
  }

  /** While paused, nobody reads bpftrace's output, so its silence means nothing. */
  set paused(paused: boolean) {
    if (paused === this.#paused) return;
    this.#paused = paused;
    if (!paused && this.#state?.name === 'tracing') this.tick(false);
  }

  get state(): State | undefined {
    return this.#state;
  }

  #handle(event: Event): void {
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
    for (const action of actions) this.#run(action);
    clearTimeout(this.#timer);
    if (state.name === 'ended') this.#options.onEnd(state.why);
    else if (state.deadline !== Infinity) this.#wake(state.deadline);
  }

  #run(action: Action): void {
    if (action === 'simplify') this.#attempt++;
    const command = COMMANDS[action];
    if (command === undefined) this.#child = this.#options.spawn(this.#attempt);
    else this.#child?.send(command);
  }

  #wake(deadline: number): void {
    this.#timer = setTimeout(
      () => {
        if (this.#paused && this.#state?.name === 'tracing') this.tick(false);
        else this.#handle({ type: 'due' });
      },
      Math.max(0, deadline - this.#options.now()),
    );
  }
}
