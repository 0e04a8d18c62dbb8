import t from 'tap';

import {
  durationText,
  exitText,
  groupByOutcome,
  isDeadly,
  outcomeCell,
  outcomeText,
  signalOutcomeText,
} from '../../src/outputs/outcome-text.js';
import type { SignalWithOutcome } from '../../src/outputs/rows.js';
import type { EscalationRecord, ExitRecord, OutcomeRecord } from '../../src/records/records.js';
import { signal } from '../support/kernel-signal.js';

const TERM = signal();
const { time, epoch_us, ktime, cpu, target } = TERM;

function outcome(what: OutcomeRecord['outcome'], more: Partial<OutcomeRecord> = {}): OutcomeRecord {
  return {
    type: 'outcome',
    ...{ time, epoch_us, ktime, target, signal: 'SIGTERM', signo: 15 },
    outcome: what,
    latency_ns: 90_000,
    fatal: what === 'terminated' || what === 'dumped',
    ...more,
  };
}

const EXIT: ExitRecord = {
  type: 'exit',
  ...{ time, epoch_us, ktime, cpu, target },
  exit: { code: 0 },
  signal_ids: [TERM.id],
};
const ESCALATION: EscalationRecord = {
  type: 'escalation',
  ...{ time, epoch_us, target },
  steps: [
    { signal_id: '1', signal: 'SIGTERM', time },
    { signal_id: '2', signal: 'SIGKILL', time },
  ],
  grace_ns: 3e9,
};

function term(more: Partial<SignalWithOutcome> = {}): SignalWithOutcome {
  return { signal: TERM, awaited: true, ...more };
}

void t.test('an outcome in words', (t) => {
  const cases: [string, OutcomeRecord][] = [
    ['died 90µs', outcome('terminated')],
    ['died 90µs, caught', outcome('terminated', { reraise_of: '1-0-1' })],
    ['core 90µs', outcome('dumped')],
    ['handled 90µs', outcome('handled')],
    ['stopped', outcome('stopped')],
    ['pending', outcome('pending')],
    ['pending: blocked', { ...outcome('pending'), pending_why: 'blocked' }],
    ['taken', outcome('taken')],
  ];
  for (const [text, record] of cases) t.equal(outcomeText(record), text);
  const { latency_ns, ...unmeasured } = outcome('handled');
  t.equal(outcomeText(unmeasured), 'handled', `without ${latency_ns ?? 0} ns`);
  t.end();
});

void t.test('a signal with what came before it or after it', (t) => {
  const ignored = (ignored_why: 'handler' | 'dying' | 'init') =>
    ({ ...TERM, result: 'ignored', ignored_why }) as const;
  const cases: [string, SignalWithOutcome][] = [
    ['pending', term()],
    ['delivered', term({ awaited: false })],
    ['merged', term({ signal: { ...TERM, result: 'already_pending' } })],
    ['ignored SIG_IGN', term({ signal: ignored('handler') })],
    ['ignored: init', term({ signal: ignored('init') })],
    ['ignored: dying', term({ signal: ignored('dying'), exit: EXIT })],
    ['handled 90µs; exit 0', term({ outcome: outcome('handled'), exit: EXIT })],
    ['died 90µs', term({ outcome: outcome('terminated'), exit: EXIT })],
    ['died; TERM+3.0s', term({ outcome: outcome('terminated'), escalation: ESCALATION })],
  ];
  for (const [text, one] of cases) t.equal(signalOutcomeText(one), text);
  t.end();
});

void t.test('signals with equal outcomes are one group, whatever their latency', (t) => {
  const died = term({ outcome: outcome('terminated') });
  const diedLater = term({ outcome: outcome('terminated', { latency_ns: 5e6 }) });
  const pending = term();
  const groups = groupByOutcome([died, pending, diedLater]);
  t.strictSame(groups, [[died, diedLater], [pending]]);
  t.same(
    groups.map((group) => outcomeCell(group)),
    ['2 died', 'pending'],
  );
  t.end();
});

void t.test('how a process ended', (t) => {
  t.equal(exitText({ exit: { code: 143 } }), 'exit 143');
  const killed = { signal: 'SIGKILL', signo: 9, core: false };
  t.equal(exitText({ exit: killed }), 'died of KILL');
  const asked = { exit: { code: 0 }, after_ns: 2.6e9 };
  t.equal(exitText(asked), 'exit 0 after 2.6s');
  t.equal(exitText(asked, false), 'exit 0');
  t.ok(isDeadly(term({ outcome: outcome('dumped') })));
  t.notOk(isDeadly(term({ outcome: outcome('handled') })));
  t.notOk(isDeadly(term()));
  t.end();
});

void t.test('durations in the unit that a person would choose', (t) => {
  const cases: [number, string][] = [
    [0, '0µs'],
    [195_400, '195µs'],
    [3_300_000, '3.3ms'],
    [3e9, '3.0s'],
    [599.9e9, '599.9s'],
    [725e9, '12m05s'],
  ];
  for (const [ns, text] of cases) t.equal(durationText(ns), text);
  t.end();
});
