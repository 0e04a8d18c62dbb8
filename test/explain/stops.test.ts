import t from 'tap';

import { Stops } from '../../src/explain/stops.js';
import { type Target, Targets } from '../../src/explain/targets.js';
import { TARGET_STATE } from '../../src/wire/events.js';
import { kernelSignal, sent } from '../support/kernel-signal.js';

function scene({ seesContinue = true, stopped = false, lives = true } = {}) {
  const told: string[] = [];
  const more = {
    ended: false,
    dumpsCore: false,
    traced: false,
    pending: () => false,
    whyPending: () => undefined,
  };
  const status = () => (lives ? { stopped, ...more } : undefined);
  const stops = new Stops(status, seesContinue, (_, __, outcome) => {
    told.push(outcome);
    return () => ({ type: 'outcome' }) as never;
  });
  const target: Target = new Targets().findOrAdd(882, 1n);
  const moment = { ktime: 0n, wall: 0n };
  target.stopping = { sent: sent({ signo: 19 }), inferred: false, moment, at: 0, tid: 882 };
  return { stops, target, told };
}

const at = (ms: number, toldUntil = 0n) => {
  const ktime = BigInt(ms) * 1_000_000n;
  return { ms, ktime, later: () => ktime + 100_000_000n, toldUntil };
};

void t.test('a process that /proc shows stopped has stopped, told once', (t) => {
  const { stops, target, told } = scene({ stopped: true });
  stops.look(target, at(100));
  stops.look(target, at(200));
  t.strictSame(told, ['stopped']);
  t.end();
});

void t.test('a process that goes on for a second was not stopped', (t) => {
  const { stops, target, told } = scene();
  stops.look(target, at(999));
  stops.look(target, at(1000));
  stops.look(target, at(2000, 1_099_999_999n));
  t.strictSame(told, [], 'a SIGCONT may still be on its way');
  stops.look(target, at(2000, 1_100_000_000n));
  t.strictSame(told, ['discarded']);
  t.end();
});

void t.test('nothing is told where a SIGCONT may pass unseen, or the process has gone', (t) => {
  for (const how of [{ seesContinue: false }, { lives: false }]) {
    const { stops, target, told } = scene(how);
    stops.look(target, at(1000));
    stops.look(target, at(2000, 2_000_000_000n));
    t.strictSame(told, [], JSON.stringify(how));
    t.equal(target.stopping, undefined);
  }
  t.end();
});

void t.test('the next signal tells whether the target was stopped', (t) => {
  const seen = (targetState: number, signo = 15) => {
    const { stops, target, told } = scene();
    stops.seen(target, kernelSignal({ targetState, signo }));
    return [told.join(), target.stopping !== undefined];
  };
  t.strictSame(seen(TARGET_STATE.stopped), ['stopped', false]);
  t.strictSame(seen(TARGET_STATE.continued, 18), ['stopped', false]);
  t.strictSame(seen(0, 18), ['', false], 'a SIGCONT came before it had stopped');
  t.strictSame(seen(0), ['', true]);
  t.end();
});

void t.test('whoever runs on after a stop has discarded it', (t) => {
  const { stops, target, told } = scene();
  stops.ran(target, 883);
  t.same(told, [], 'another thread may not have stopped yet');
  stops.ran(target, 882);
  stops.ran(target, 882);
  t.same(told, ['discarded'], 'once');
  const unseen = scene({ seesContinue: false });
  unseen.stops.ran(unseen.target, undefined);
  t.same(unseen.told, [], 'somebody may have continued it');
  t.end();
});
