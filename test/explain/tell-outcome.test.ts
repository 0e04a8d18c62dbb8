import t from 'tap';

import { Targets } from '../../src/explain/targets.js';
import { TellOutcome } from '../../src/explain/tell-outcome.js';
import { sent, wallAt } from '../support/kernel-signal.js';

void t.test('what is told behind a newer event is late', (t) => {
  const tell = new TellOutcome(wallAt);
  const target = new Targets().findOrAdd(882, 1n);
  const signal = sent({ signo: 15 });
  const told = () =>
    tell.outcome(target, signal, 'handled', tell.moment({ ktime: 200n, cpu: 1 }))();
  tell.passed(200n);
  t.match(told(), { outcome: 'handled', ktime: '200', cpu: 1, late: undefined });
  tell.passed(201n);
  t.match(told(), { ktime: '200', late: true });
  t.end();
});

void t.test('what holds now holds at the newest event, at least', (t) => {
  const tell = new TellOutcome(wallAt);
  tell.passed(500n);
  const now = { ms: 0, ktime: 900n, later: () => 900n };
  t.equal(tell.now({ ...now, toldUntil: 400n }).ktime, 500n);
  t.equal(tell.now({ ...now, toldUntil: 600n }).ktime, 600n);
  t.end();
});
