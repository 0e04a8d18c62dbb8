import t from 'tap';

import { type KernelCounts, Ledger } from '../../src/pipeline/ledger.js';

const bySignal = (counts: Record<number, number>) =>
  new Map(Object.entries(counts).map(([signo, count]) => [Number(signo), count]));

const counts = (
  generated: number,
  hidden: Record<number, number> = {},
  skipped?: number | null,
): KernelCounts => ({
  generated,
  hidden: bySignal(hidden),
  thinned: new Map(),
  bySignal: undefined,
  skipped,
});

function receive(ledger: Ledger, count: number, signo = 10): void {
  for (let i = 0; i < count; i++) ledger.receive(signo);
}

void t.test('an empty ledger', (t) => {
  t.strictSame(new Ledger().balance, {
    generated: 0,
    hidden: {},
    thinned: {},
    skipped: null,
    received: 0,
    emitted: 0,
    filtered: 0,
    late: 0,
    invalid: 0,
    lost: 0,
    recovered: 0,
    unaccounted: 0,
    incarnations: 0,
  });
  t.end();
});

void t.test('what the kernel generated and nobody has seen is unaccounted', (t) => {
  const ledger = new Ledger();
  ledger.reportKernel(counts(10));
  receive(ledger, 6);
  t.equal(ledger.balance.unaccounted, 4);
  ledger.lose(3);
  t.equal(ledger.balance.unaccounted, 1);
  receive(ledger, 2);
  t.equal(ledger.balance.unaccounted, -1, 'and what came without having been generated shows too');
  t.end();
});

void t.test('which signals were lost is told where the kernel’s counts tell it exactly', (t) => {
  const generated = { ...counts(12), bySignal: bySignal({ 10: 9, 15: 2, 9: 1 }) };
  const ended = (lost: number, told: KernelCounts = generated) => {
    const ledger = new Ledger();
    receive(ledger, 5, 10);
    receive(ledger, 2, 15);
    ledger.lose(lost);
    ledger.reportKernel(told);
    t.notOk(ledger.balance.lost_by_signal, 'not before the end');
    ledger.close();
    return ledger;
  };
  const ledger = ended(5);
  t.strictSame(ledger.balance.lost_by_signal, { SIGUSR1: 4, SIGKILL: 1 });
  t.notOk(ended(0).balance.lost_by_signal, 'nothing was lost');
  t.notOk(ended(4).balance.lost_by_signal, 'the counts do not add up');
  t.notOk(ended(5, counts(12)).balance.lost_by_signal, 'bpftrace was killed');
  receive(ledger, 1, 1);
  ledger.lose(2);
  ledger.reportKernel({ ...counts(3), bySignal: bySignal({ 1: 2, 9: 1 }) });
  ledger.close();
  t.strictSame(ledger.balance.lost_by_signal, { SIGUSR1: 4, SIGKILL: 2, SIGHUP: 1 }, 'they add up');
  ledger.lose(1);
  ledger.reportKernel(counts(1));
  ledger.close();
  t.notOk(ledger.balance.lost_by_signal, 'unless one cannot tell');
  t.end();
});

void t.test('the newest counts of an incarnation replace its older ones', (t) => {
  const ledger = new Ledger();
  ledger.reportKernel(counts(10, { 17: 5 }, 1));
  ledger.reportKernel(counts(12, { 17: 7, 23: 1 }, 2));
  t.match(ledger.balance, { generated: 12, hidden: { SIGCHLD: 7, SIGURG: 1 }, skipped: 2 });
  t.end();
});

void t.test('incarnations add up', (t) => {
  const ledger = new Ledger();
  ledger.reportKernel(counts(10, { 17: 5 }, 1));
  ledger.close();
  t.match(ledger.balance, { generated: 10, hidden: { SIGCHLD: 5 }, skipped: 1 }, 'between two');
  ledger.reportKernel(counts(3, { 17: 1, 64: 2 }, 4));
  const both = { generated: 13, hidden: { SIGCHLD: 6, 'SIGRTMIN+30': 2 }, skipped: 5 };
  t.match(ledger.balance, both);
  ledger.close();
  ledger.close();
  t.match(ledger.balance, both, 'closed twice, counted once');
  t.end();
});

void t.test('skipped is a number only where every incarnation gave one', (t) => {
  const skipped = (...said: (number | null | undefined)[]) => {
    const ledger = new Ledger();
    for (const one of said) {
      ledger.reportKernel(counts(0, {}, one));
      ledger.close();
    }
    return ledger.balance.skipped;
  };
  t.equal(skipped(1, 2), 3);
  t.equal(skipped(1, null), null);
  t.equal(skipped(null, 1), null);
  t.equal(skipped(), null);
  t.equal(skipped(undefined, 2), 2, 'one that died before it was asked had nothing to say');
  t.equal(skipped(2, undefined), 2);
  t.end();
});

void t.test('a balance is of its moment', (t) => {
  const ledger = new Ledger();
  const before = ledger.balance;
  ledger.emit(false);
  ledger.reportKernel(counts(1, { 15: 1 }));
  t.match(before, { emitted: 0, generated: 0, hidden: {} });
  t.strictSame(before.hidden, {});
  t.end();
});

void t.test('what was seen by its delivery alone is skipped', (t) => {
  const ledger = new Ledger();
  ledger.begin();
  ledger.reportKernel(counts(0, {}, 4));
  ledger.setUnseen(3);
  t.equal(ledger.balance.skipped, 7);
  ledger.reportKernel(counts(0, {}, null));
  t.equal(ledger.balance.skipped, null, 'nobody counts the others');
  t.end();
});
