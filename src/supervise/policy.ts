/**
 * Decides when bpftrace starts, restarts and stops: a pure function from state and event to state
 * and actions, without processes and clocks. All times are ms of a monotonic clock.
 *
 *     starting ──proven──▶ tracing ──stop──▶ halting ──drained──▶ stopping ──exited──▶ ended
 *        │ ▲                  │                                      ▲
 *     exited └──due── waiting ◀─exited              stop while starting
 *
 * `hurry` shortens what `stop` began: it ends the drain, then kills.
 *
 * Restarts wait 500 ms, 1 s, 2 s, 4 s, each times 0.5 to 1.5; the fifth sick incarnation in a row is
 * the last. An incarnation that traced for 30 s was healthy.
 */
export type State =
  | { readonly name: 'starting'; readonly sick: number; readonly deadline: number }
  | {
      readonly name: 'tracing';
      readonly sick: number;
      readonly since: number;
      readonly deadline: number;
    }
  | { readonly name: 'waiting'; readonly sick: number; readonly deadline: number }
  | { readonly name: 'halting'; readonly deadline: number }
  | { readonly name: 'stopping'; readonly killed: boolean; readonly deadline: number }
  | { readonly name: 'ended'; readonly why: 'stopped' | 'unfit' | 'gave-up' };

export type Event =
  /** A tick has come through. */
  | { readonly type: 'tick'; readonly halted: boolean }
  /** The signal that proves the path has come through. */
  | { readonly type: 'proven' }
  /** All that was traced before the flow was halted has come. */
  | { readonly type: 'drained' }
  | { readonly type: 'exited'; readonly fatal: boolean; readonly simpler: boolean }
  /** The trace is to end in good order. */
  | { readonly type: 'stop' }
  /** The trace is to end at once. */
  | { readonly type: 'hurry' }
  /** The deadline has passed. */
  | { readonly type: 'due' };

export type Action =
  | 'spawn'
  /** Spawn with the next simpler program. */
  | 'simplify'
  | 'prove'
  | 'halt'
  | 'terminate'
  | 'kill';

export interface Step {
  readonly state: State;
  readonly actions: readonly Action[];
}

export const POLICY = {
  /** Compiling takes a few seconds, and over a minute on a slow, busy host. */
  startMs: 120_000,
  /** Ticks come every 50 ms; bpftrace that sends none for this long hangs. */
  silenceMs: 10_000,
  drainMs: 5_000,
  stopMs: 5_000,
  /** How long a hurried stop waits before it kills. */
  hurriedStopMs: 3_000,
  healthyMs: 30_000,
  delayMs: 500,
  longestDelayMs: 30_000,
  sickInARow: 5,
} as const;

export function begin(now: number): Step {
  return {
    state: { name: 'starting', sick: 0, deadline: now + POLICY.startMs },
    actions: ['spawn'],
  };
}

/** @param random from 0 up to 1, for the jitter */
export function step(state: State, event: Event, now: number, random: number): Step {
  switch (state.name) {
    case 'starting':
      return starting(state, event, now, random);
    case 'tracing':
      return tracing(state, event, now, random);
    case 'waiting':
      return waiting(state, event, now);
    case 'halting':
      return halting(state, event, now);
    case 'stopping':
      return stopping(state, event, now);
    case 'ended':
      return stay(state);
  }
}

function starting(
  state: State & { name: 'starting' },
  event: Event,
  now: number,
  random: number,
): Step {
  switch (event.type) {
    case 'tick':
      // Probes attach one after the other: asked at each tick until the answer comes.
      return { state, actions: ['prove'] };
    case 'proven':
      return stay({
        name: 'tracing',
        sick: state.sick,
        since: now,
        deadline: now + POLICY.silenceMs,
      });
    case 'exited':
      if (event.simpler) {
        return { state: { ...state, deadline: now + POLICY.startMs }, actions: ['simplify'] };
      }
      return event.fatal ? stay({ name: 'ended', why: 'unfit' }) : failed(state.sick, now, random);
    case 'stop':
    case 'hurry':
      return terminate(now, POLICY.stopMs);
    case 'due':
      // The exit is the failure; the kill only brings it about.
      return { state: { ...state, deadline: Infinity }, actions: ['kill'] };
    case 'drained':
      return stay(state);
  }
}

function tracing(
  state: State & { name: 'tracing' },
  event: Event,
  now: number,
  random: number,
): Step {
  switch (event.type) {
    case 'tick':
      return stay({ ...state, deadline: now + POLICY.silenceMs });
    case 'exited':
      if (event.fatal) return stay({ name: 'ended', why: 'unfit' });
      return failed(now - state.since >= POLICY.healthyMs ? 0 : state.sick, now, random);
    case 'stop':
    case 'hurry':
      return { state: { name: 'halting', deadline: now + POLICY.drainMs }, actions: ['halt'] };
    case 'due':
      return { state: { ...state, deadline: Infinity }, actions: ['kill'] };
    case 'proven':
    case 'drained':
      return stay(state);
  }
}

function waiting(state: State & { name: 'waiting' }, event: Event, now: number): Step {
  if (event.type === 'stop' || event.type === 'hurry') {
    return stay({ name: 'ended', why: 'stopped' });
  }
  if (event.type !== 'due') return stay(state);
  return {
    state: { name: 'starting', sick: state.sick, deadline: now + POLICY.startMs },
    actions: ['spawn'],
  };
}

function halting(state: State & { name: 'halting' }, event: Event, now: number): Step {
  switch (event.type) {
    case 'tick':
      // The kernel may have skipped the program when the signal was sent.
      return { state, actions: event.halted ? [] : ['halt'] };
    case 'drained':
    case 'due':
      return terminate(now, POLICY.stopMs);
    case 'hurry':
      // bpftrace drops its backlog and prints how much there was, so the loss is known: no kill yet.
      return terminate(now, POLICY.hurriedStopMs);
    case 'exited':
      return stay({ name: 'ended', why: 'stopped' });
    case 'proven':
    case 'stop':
      return stay(state);
  }
}

function stopping(state: State & { name: 'stopping' }, event: Event, now: number): Step {
  if (event.type === 'exited') return stay({ name: 'ended', why: 'stopped' });
  if ((event.type === 'due' || event.type === 'hurry') && !state.killed) {
    return kill(now);
  }
  // A process in an uninterruptible wait outlives a kill: the wrapper is left to end it.
  return event.type === 'due' ? stay({ name: 'ended', why: 'stopped' }) : stay(state);
}

function terminate(now: number, patienceMs: number): Step {
  return {
    state: { name: 'stopping', killed: false, deadline: now + patienceMs },
    actions: ['terminate'],
  };
}

function kill(now: number): Step {
  return {
    state: { name: 'stopping', killed: true, deadline: now + POLICY.stopMs },
    actions: ['kill'],
  };
}

function failed(sickBefore: number, now: number, random: number): Step {
  const sick = sickBefore + 1;
  if (sick >= POLICY.sickInARow) return stay({ name: 'ended', why: 'gave-up' });
  const delay = Math.min(POLICY.delayMs * 2 ** (sick - 1), POLICY.longestDelayMs) * (0.5 + random);
  return stay({ name: 'waiting', sick, deadline: now + delay });
}

function stay(state: State): Step {
  return { state, actions: [] };
}
