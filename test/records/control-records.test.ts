import t from 'tap';

import {
  endRecord,
  gapRecord,
  lostRecord,
  readyRecord,
  warningRecord,
} from '../../src/records/control-records.js';

const NOW = 1_795_435_260_123_456_789n;
const time = '2026-11-23T12:01:00.123456789Z';
const epoch_us = 1_795_435_260_123_456;

void t.test('ready names the host and what traces it', (t) => {
  const host = { hostname: 'h', kernel: '6.18', bootId: undefined };
  const bpftrace = { version: '0.17.0', path: '/b' };
  const record = readyRecord({ host, bpftrace, probe: 'fentry' }, ['exe'], 5n, 2, NOW);
  t.match(record, { type: 'ready', time, epoch_us, absent: ['exe'], clock_error_ns: 5 });
  t.match(record, { incarnation: 2, probe: 'fentry', kernel: '6.18', bpftrace });
  t.notOk('boot_id' in record, 'what is not known is absent');
  t.end();
});

void t.test('lost stands at the record after the hole, else before it, else now', (t) => {
  const span = { cpu: 3, count: 7, after: NOW - 2_000_000_000n, before: NOW - 1_000_000_000n };
  t.match(lostRecord(span, NOW), {
    type: 'lost',
    time: '2026-11-23T12:00:59.123456789Z',
    from: '2026-11-23T12:00:58.123456789Z',
    to: '2026-11-23T12:00:59.123456789Z',
    cpu: 3,
    count: 7,
  });
  const open = lostRecord({ ...span, before: undefined }, NOW);
  t.equal(open.time, '2026-11-23T12:00:58.123456789Z');
  t.notOk('to' in open);
  const alone = lostRecord({ ...span, before: undefined, after: undefined }, NOW);
  t.equal(alone.time, time);
  t.notOk('from' in alone);
  t.end();
});

void t.test('a gap lasts until now, and nobody knows how much it lacks', (t) => {
  const gap = { from: NOW - 1_000_000_000n, reason: 'killed', incarnation: 1 };
  t.match(gapRecord(gap, NOW), {
    from: '2026-11-23T12:00:59.123456789Z',
    to: time,
    reason: 'killed',
    recovered: 0,
    unrecovered: null,
  });
  t.end();
});

void t.test('a warning has a hint where one helps', (t) => {
  const warning = { code: 'c', message: 'm' };
  t.strictSame(warningRecord(warning, NOW), { type: 'warning', time, epoch_us, ...warning });
  t.equal(warningRecord({ ...warning, hint: 'h' }, NOW).hint, 'h');
  t.end();
});

void t.test('end is the ledger with its reason', (t) => {
  const balance = { generated: 1, received: 1 } as Parameters<typeof endRecord>[1];
  t.strictSame(endRecord('SIGINT', balance, NOW), {
    type: 'end',
    time,
    epoch_us,
    reason: 'SIGINT',
    ...balance,
  });
  t.end();
});
