import t from 'tap';

import { hiddenLine, ledgerLine, statsLine } from '../../src/cli/ledger-line.js';
import type { Balance } from '../../src/records/control-records.js';

const NOTHING = {
  emitted: 0,
  received: 0,
  lost: 0,
  filtered: 0,
  late: 0,
  invalid: 0,
  skipped: 0,
  unaccounted: 0,
  incarnations: 1,
  hidden: {},
} as unknown as Balance;

void t.test('the last line always tells signals and losses, the rest where there is some', (t) => {
  t.equal(ledgerLine(NOTHING, true), '0 signals shown, 0 lost');
  t.equal(ledgerLine({ ...NOTHING, emitted: 1, skipped: null }, false), '1 signal traced, 0 lost');
  const much = {
    ...NOTHING,
    emitted: 1234,
    lost: 1,
    filtered: 2,
    late: 3,
    invalid: 4,
    skipped: 5,
    unaccounted: -6,
    incarnations: 7,
    hidden: { SIGCHLD: 8 },
  };
  t.equal(
    ledgerLine(much, true),
    '1,234 signals shown, 1 lost, 2 filtered, 3 out of place, 4 invalid, 5 skipped by the kernel, -6 unaccounted, 7 starts of bpftrace; hidden: CHLD 8 (-a shows those asked for)',
  );
  t.end();
});

void t.test('while a trace runs: what is hidden, and the rate of signals', (t) => {
  t.equal(hiddenLine(NOTHING), '');
  t.equal(hiddenLine({ hidden: { SIGURG: 2 }, filtered: 0 }), 'hidden: URG 2 (-a shows all)');
  const now = { ...NOTHING, received: 1500, emitted: 30, lost: 2 };
  t.equal(
    statsLine({ ...NOTHING, received: 500 }, now, 'tracing'),
    '1,000 signals/s, 2 lost, 30 shown, tracing',
  );
  t.end();
});
