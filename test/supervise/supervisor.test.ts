// The policy carried out, with a bpftrace, a clock and timers that are made up.
import { mock } from 'node:test';

import t, { type Test } from 'tap';

import { Supervisor } from '../../src/supervise/supervisor.js';

/** A supervisor and all that it did, told in words; `wait` lets time pass. */
function supervised(t: Test) {
  mock.timers.enable({ apis: ['setTimeout'] });
  t.teardown(() => {
    mock.timers.reset();
  });
  let now = 0;
  const did: string[] = [];
  const supervisor = new Supervisor({
    spawn: (attempt) => {
      did.push(`spawn ${attempt}`);
      return { send: (word) => did.push(word) };
    },
    onEnd: (why) => did.push(`end: ${why}`),
    onState: ({ name }) => did.push(name),
    now: () => now,
    random: () => 0.5,
  });
  const wait = (ms: number) => {
    now += ms;
    mock.timers.tick(ms);
  };
  /** What was done since the last look. */
  const news = () => did.splice(0).join(', ');
  return { supervisor, wait, news };
}

void t.test('a trace from start to stop', (t) => {
  const { supervisor, wait, news } = supervised(t);
  supervisor.start();
  t.equal(news(), 'starting, spawn 0');
  supervisor.tick(false);
  supervisor.tick(false);
  t.equal(news(), 'prove, prove');
  supervisor.proven();
  supervisor.tick(false);
  t.equal(news(), 'tracing');
  supervisor.stop();
  t.equal(news(), 'halting, halt');
  supervisor.drained();
  t.equal(news(), 'stopping, stop');
  supervisor.exited(false, false);
  t.equal(news(), 'ended, end: stopped');
  wait(100_000);
  supervisor.stop();
  supervisor.exited(false, false);
  t.equal(news(), '', 'ended once, and for good');
  t.end();
});

void t.test(
  'a bpftrace that does not start is killed after two minutes, and another is started',
  (t) => {
    const { supervisor, wait, news } = supervised(t);
    supervisor.start();
    wait(119_999);
    t.equal(news(), 'starting, spawn 0');
    wait(1);
    t.equal(news(), 'kill');
    supervisor.exited(false, false);
    wait(499);
    t.equal(news(), 'waiting');
    wait(1);
    t.equal(news(), 'starting, spawn 0');
    t.end();
  },
);

void t.test('the simpler program is kept to after a restart', (t) => {
  const { supervisor, wait, news } = supervised(t);
  supervisor.start();
  supervisor.exited(true, true);
  supervisor.exited(false, false);
  wait(500);
  t.equal(news(), 'starting, spawn 0, spawn 1, waiting, starting, spawn 1');
  t.end();
});

void t.test('each tick puts off the end of patience; silence is a kill', (t) => {
  const { supervisor, wait, news } = supervised(t);
  supervisor.start();
  supervisor.proven();
  for (let i = 0; i < 5; i++) {
    wait(9_999);
    supervisor.tick(false);
  }
  t.equal(news(), 'starting, spawn 0, tracing');
  wait(10_000);
  t.equal(news(), 'kill');
  t.end();
});

void t.test('silence means nothing while nobody reads', (t) => {
  const { supervisor, wait, news } = supervised(t);
  supervisor.start();
  supervisor.proven();
  supervisor.paused = true;
  for (let i = 0; i < 10; i++) wait(10_000);
  t.equal(news(), 'starting, spawn 0, tracing');
  supervisor.paused = false;
  wait(9_999);
  t.equal(news(), '', 'patience begins anew');
  wait(1);
  t.equal(news(), 'kill');
  t.end();
});

void t.test('one that ignores everything is left after 5 s of each', (t) => {
  const { supervisor, wait, news } = supervised(t);
  supervisor.start();
  supervisor.proven();
  supervisor.stop();
  t.equal(news(), 'starting, spawn 0, tracing, halting, halt');
  wait(5_000);
  t.equal(news(), 'stopping, stop');
  wait(5_000);
  t.equal(news(), 'kill');
  wait(5_000);
  t.equal(news(), 'ended, end: stopped');
  t.end();
});

void t.test('stopped again and again, it drops what is to come, then is killed', (t) => {
  const { supervisor, news } = supervised(t);
  supervisor.start();
  supervisor.proven();
  supervisor.stop();
  supervisor.hurry();
  t.equal(news(), 'starting, spawn 0, tracing, halting, halt, stopping, stop');
  supervisor.hurry();
  t.equal(news(), 'kill');
  t.end();
});

void t.test('five that die at once are the end', (t) => {
  const { supervisor, wait, news } = supervised(t);
  supervisor.start();
  news();
  for (const ms of [500, 1000, 2000, 4000]) {
    supervisor.exited(false, false);
    wait(ms - 1);
    t.equal(news(), 'waiting');
    wait(1);
    t.equal(news(), 'starting, spawn 0');
  }
  supervisor.exited(false, false);
  t.equal(news(), 'ended, end: gave-up');
  t.end();
});
