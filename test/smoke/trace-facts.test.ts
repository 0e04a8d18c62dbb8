import t from 'tap';

import type { EndRecord, ReadyRecord } from '../../src/records/records.js';
import { environmentOf, ledgerChecks, warningsOf } from '../../src/smoke/trace-facts.js';

const TIMES = { time: '2026-11-24T10:24:38.625507003Z', epoch_us: 1795515878625507 };
const END: EndRecord = {
  type: 'end',
  ...TIMES,
  reason: 'smoke',
  hidden: {},
  ...{ generated: 5, received: 5, emitted: 5, filtered: 0, late: 0, invalid: 0, skipped: 0 },
  ...{ lost: 0, recovered: 0, unaccounted: 0, incarnations: 1 },
};
const READY: ReadyRecord = {
  type: 'ready',
  ...TIMES,
  ...{ version: '1', schema: 2, hostname: 'h', kernel: '6.18', probe: 'tracepoint' },
  bpftrace: { version: '0.17.0', path: '/usr/bin/bpftrace' },
  absent: [],
  clock_error_ns: 0,
  incarnation: 1,
};

void t.test('the ledger passes where it adds up, and loss has a check of its own', (t) => {
  const verdicts = (end: Partial<EndRecord>, error?: Error) =>
    ledgerChecks([READY, { ...END, ...end }], error).map(({ verdict }) => verdict);
  t.strictSame(verdicts({}), ['passed', 'passed']);
  t.strictSame(verdicts({ unaccounted: 1 }), ['failed', 'passed']);
  t.strictSame(verdicts({ invalid: 1 }), ['failed', 'passed']);
  t.strictSame(verdicts({}, new Error('ended')), ['failed', 'passed']);
  t.strictSame(verdicts({ lost: 1 }), ['passed', 'failed']);
  t.match(ledgerChecks([READY], undefined), [{ verdict: 'failed' }, { verdict: 'failed' }]);
  t.end();
});

void t.test('warnings and skipped events are listed', (t) => {
  t.strictSame(warningsOf([READY, END]), []);
  t.strictSame(
    warningsOf([
      { type: 'warning', ...TIMES, code: 'x', message: 'm' },
      { ...END, skipped: 3 },
    ]),
    ['x: m', 'skipped: the kernel kept the probe from running 3 times'],
  );
  t.strictSame(warningsOf([{ ...END, skipped: null }]), []);
  t.end();
});

void t.test('the environment names what traced', (t) => {
  t.strictSame(environmentOf(READY), {
    'signals-trace': '1',
    kernel: '6.18',
    bpftrace: '0.17.0',
    probe: 'tracepoint',
    absent: 'nothing',
  });
  t.match(environmentOf({ ...READY, absent: ['exe', 'pod'] }), { absent: 'exe, pod' });
  t.end();
});
