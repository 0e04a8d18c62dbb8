// Tables of (state, event, now, random) -> (state, actions), then properties over random histories.
import fc from 'fast-check';
import t from 'tap';

import {
  type Action,
  begin,
  type Event,
  POLICY,
  type State,
  step,
} from '../../src/supervise/policy.js';

const NOW = 1_000_000;
const IN_THE_MIDDLE = 0.5;

const tick: Event = { type: 'tick', halted: false };
const haltedTick: Event = { type: 'tick', halted: true };
const proven: Event = { type: 'proven' };
const drained: Event = { type: 'drained' };
const stop: Event = { type: 'stop' };
const hurry: Event = { type: 'hurry' };
const due: Event = { type: 'due' };
const died: Event = { type: 'exited', fatal: false, simpler: false };
const unfit: Event = { type: 'exited', fatal: true, simpler: false };
const refused: Event = { type: 'exited', fatal: true, simpler: true };

const starting = (sick = 0): State & { name: 'starting' } => ({
  name: 'starting',
  sick,
  deadline: NOW + 7,
});
const tracing = (sick = 0, since = NOW - 1000): State & { name: 'tracing' } => ({
  name: 'tracing',
  sick,
  since,
  deadline: NOW + 7,
});
const waiting = (sick = 1): State => ({ name: 'waiting', sick, deadline: NOW + 7 });
const halting: State = { name: 'halting', deadline: NOW + 7 };
const stopping = (killed = false): State => ({ name: 'stopping', killed, deadline: NOW + 7 });
const ended = (why: 'stopped' | 'unfit' | 'gave-up'): State => ({ name: 'ended', why });

void t.test('the numbers are those that were promised', (t) => {
  t.match(POLICY, {
    startMs: 120_000,
    drainMs: 5_000,
    stopMs: 5_000,
    healthyMs: 30_000,
    delayMs: 500,
    longestDelayMs: 30_000,
    sickInARow: 5,
  });
  t.end();
});

void t.test('begins by starting bpftrace, which has two minutes', (t) => {
  t.strictSame(begin(NOW), {
    state: { name: 'starting', sick: 0, deadline: NOW + 120_000 },
    actions: ['spawn'],
  });
  t.end();
});

const anew = { name: 'starting', deadline: NOW + 120_000 } as const;
const killing: State = { name: 'stopping', killed: true, deadline: NOW + 5_000 };
const hurried: State = { name: 'stopping', killed: false, deadline: NOW + 3_000 };
const terminating: State = { name: 'stopping', killed: false, deadline: NOW + 5_000 };

const TABLE: [what: string, from: State, event: Event, to: State, ...actions: Action[]][] = [
  ['a tick while starting asks for proof', starting(2), tick, starting(2), 'prove'],
  [
    'proof begins the trace; a sick past is not forgotten yet',
    starting(2),
    proven,
    { name: 'tracing', sick: 2, since: NOW, deadline: NOW + POLICY.silenceMs },
  ],
  [
    'a refused program is followed by a simpler one',
    starting(3),
    refused,
    { ...anew, sick: 3 },
    'simplify',
  ],
  ['a cause that cannot heal ends it', starting(), unfit, ended('unfit')],
  ['too slow a start is killed', starting(1), due, { ...starting(1), deadline: Infinity }, 'kill'],
  ['a stop while starting', starting(), stop, terminating, 'terminate'],

  ['a tick is a sign of life', tracing(), tick, { ...tracing(), deadline: NOW + POLICY.silenceMs }],
  ['silence is death', tracing(), due, { ...tracing(), deadline: Infinity }, 'kill'],
  [
    'a stop while tracing halts the flow first',
    tracing(),
    stop,
    { name: 'halting', deadline: NOW + 5_000 },
    'halt',
  ],
  ['a cause that cannot heal, found late', tracing(), unfit, ended('unfit')],

  ['the wait is over', waiting(3), due, { ...anew, sick: 3 }, 'spawn'],
  ['a stop while nothing runs', waiting(), stop, ended('stopped')],
  ['hurry while nothing runs', waiting(), hurry, ended('stopped')],
  ['hurry while starting', starting(), hurry, terminating, 'terminate'],

  ['the halt was missed', halting, tick, halting, 'halt'],
  ['the halt was heard', halting, haltedTick, halting],
  ['all has come', halting, drained, terminating, 'terminate'],
  ['what has not come by now does not', halting, due, terminating, 'terminate'],
  ['hurry cuts a drain short', halting, hurry, hurried, 'terminate'],
  ['a second stop changes nothing', halting, stop, halting],
  ['it ends by itself while halting', halting, died, ended('stopped')],

  ['it ends as asked', stopping(), died, ended('stopped')],
  ['what it says of itself no longer matters', stopping(), unfit, ended('stopped')],
  ['it does not end as asked', stopping(), due, killing, 'kill'],
  ['hurry while stopping kills', stopping(), hurry, killing, 'kill'],
  ['hurry after a kill changes nothing', stopping(true), hurry, stopping(true)],
  ['a stop while stopping changes nothing', stopping(), stop, stopping()],
  ['not even a kill ends it', stopping(true), due, ended('stopped')],
];

for (const [what, from, event, state, ...actions] of TABLE) {
  void t.test(`${from.name}: ${what}`, (t) => {
    t.strictSame(step(from, event, NOW, IN_THE_MIDDLE), { state, actions });
    t.end();
  });
}

void t.test('what comes too late or out of turn changes nothing', (t) => {
  const deaf: [State, Event[]][] = [
    [starting(), [drained]],
    [tracing(), [proven, drained]],
    [waiting(), [tick, proven, drained]],
    [halting, [proven]],
    [stopping(), [tick, haltedTick, proven, drained]],
    [ended('gave-up'), [tick, proven, drained, stop, hurry, due, died]],
  ];
  for (const [state, events] of deaf) {
    for (const event of events) {
      const what = `${event.type} while ${state.name}`;
      t.strictSame(step(state, event, NOW, IN_THE_MIDDLE), { state, actions: [] }, what);
    }
  }
  t.end();
});

void t.test('waits 500 ms · 2ⁿ, half to one and a half times that, then gives up', (t) => {
  const waits: [sickBefore: number, ms: number][] = [
    [0, 500],
    [1, 1000],
    [2, 2000],
    [3, 4000],
  ];
  for (const [sick, ms] of waits) {
    for (const from of [starting(sick), tracing(sick)]) {
      for (const random of [0, 0.5, 0.999]) {
        t.strictSame(
          step(from, died, NOW, random),
          {
            state: { name: 'waiting', sick: sick + 1, deadline: NOW + ms * (0.5 + random) },
            actions: [],
          },
          `${from.name}, ${sick} failures before, random ${random}`,
        );
      }
    }
  }
  t.strictSame(step(starting(4), died, NOW, 0), { state: ended('gave-up'), actions: [] });
  t.strictSame(step(tracing(4), died, NOW, 0), { state: ended('gave-up'), actions: [] });
  t.end();
});

void t.test('30 s of health, and all failures before are forgotten', (t) => {
  const sickAfter = (healthyMs: number) => {
    const { state } = step(tracing(3, NOW - healthyMs), died, NOW, IN_THE_MIDDLE);
    return state.name === 'waiting' ? [state.sick, state.deadline - NOW] : state.name;
  };
  t.strictSame(sickAfter(29_999), [4, 4000]);
  t.strictSame(sickAfter(30_000), [1, 500]);
  t.end();
});

const anyEvent = fc.oneof(
  ...[tick, haltedTick, proven, drained, stop, hurry, due, died, unfit, refused].map((event) =>
    fc.constant(event),
  ),
);
// Binary fractions, so that the sums of times are exact.
const anyRandom = fc.nat(1023).map((n) => n / 1024);
const anyHistory = fc.array(
  fc.record({
    event: anyEvent,
    after: fc.nat(40_000),
    random: anyRandom,
  }),
  { maxLength: 60 },
);

/** Plays a history as the world allows it: no exit of what does not run, no deadline before its time. */
function play(
  history: readonly { event: Event; after: number; random: number }[],
  look: (
    before: State,
    event: Event,
    after: State,
    actions: readonly Action[],
    running: number,
  ) => void,
): State {
  let now = NOW;
  let { state } = begin(now);
  let running = 1;
  for (const { event, after, random } of history) {
    const deadline = 'deadline' in state ? state.deadline : Infinity;
    if (event.type === 'due') {
      if (deadline === Infinity) continue;
      now = Math.max(now, deadline);
    } else {
      now = Math.max(now, Math.min(now + after, deadline));
    }
    if (event.type === 'exited') {
      if (running === 0) continue;
      running--;
    } else if (running === 0 && (event.type === 'tick' || event.type === 'proven')) continue;
    const before = state;
    const next = step(state, event, now, random);
    state = next.state;
    for (const action of next.actions) if (action === 'spawn' || action === 'simplify') running++;
    look(before, event, state, next.actions, running);
  }
  return state;
}

void t.test('never two bpftraces at once, and words only to one that runs', (t) => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      play(history, (before, event, after, actions, running) => {
        if (running > 1) throw new Error('two at once');
        if (actions.length > 0 && running === 0) throw new Error(`${String(actions[0])} to nobody`);
        const runs = after.name !== 'waiting' && after.name !== 'ended';
        if (runs && running === 0) throw new Error(`${after.name} without a bpftrace`);
        // Only what outlives even SIGKILL is left behind, to the wrapper.
        const gone = before.name !== 'ended' && after.name === 'ended' && event.type !== 'due';
        if ((gone || after.name === 'waiting') && running > 0)
          throw new Error('one is left running');
      });
    }),
    { numRuns: 2000 },
  );
  t.end();
});

void t.test('nothing is started again after a stop', (t) => {
  fc.assert(
    fc.property(anyHistory, (history) => {
      let stopped = false;
      play(history, (_before, event, _after, actions) => {
        if (stopped && (actions.includes('spawn') || actions.includes('simplify'))) {
          throw new Error('started after a stop');
        }
        stopped ||= event.type === 'stop';
      });
    }),
    { numRuns: 2000 },
  );
  t.end();
});

void t.test('asked to stop, it ends in time, whatever bpftrace does', (t) => {
  // Ticks, but never an exit: the flow is given 5 s, SIGTERM 5 s, SIGKILL 5 s.
  const longest = POLICY.drainMs + 2 * POLICY.stopMs;
  fc.assert(
    fc.property(
      anyHistory,
      fc.array(fc.constantFrom(tick, haltedTick, proven), { maxLength: 9 }),
      (history, noise) => {
        let state = play(history, () => undefined);
        let now = 'deadline' in state && state.deadline !== Infinity ? state.deadline : NOW + 1e9;
        const asked = now;
        state = step(state, stop, now, 0).state;
        for (let i = 0; state.name !== 'ended'; i++) {
          if (i > 3) throw new Error(`still ${state.name}`);
          for (const event of noise) state = step(state, event, now, 0).state;
          if (state.name === 'ended') break;
          now = state.deadline;
          state = step(state, due, now, 0).state;
        }
        return now - asked <= longest;
      },
    ),
    { numRuns: 2000 },
  );
  t.end();
});

void t.test('five failures in a row are the end, however they are spread', (t) => {
  fc.assert(
    fc.property(
      fc.array(
        fc.record({
          healthyMs: fc.nat(60_000),
          random: anyRandom,
        }),
        { minLength: 5, maxLength: 40 },
      ),
      (lives) => {
        let now = NOW;
        let { state } = begin(now);
        let inARow = 0;
        for (const { healthyMs, random } of lives) {
          state = step(state, proven, now, random).state;
          now += healthyMs;
          state = step(state, died, now, random).state;
          inARow = healthyMs >= POLICY.healthyMs ? 1 : inARow + 1;
          if (inARow === 5) return state.name === 'ended' && state.why === 'gave-up';
          if (state.name !== 'waiting') return false;
          const wait = (state.deadline - now) / (500 * 2 ** (inARow - 1));
          if (wait < 0.5 || wait >= 1.5) return false;
          now = state.deadline;
          state = step(state, due, now, random).state;
        }
        return true;
      },
    ),
    { numRuns: 2000 },
  );
  t.end();
});
