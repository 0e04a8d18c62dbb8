import fc from 'fast-check';
import t from 'tap';

import { groupByOutcome, outcomeCell } from '../../src/outputs/outcome-text.js';
import { type Entry, Rows, type SignalWithOutcome } from '../../src/outputs/rows.js';
import type {
  EscalationRecord,
  ExitRecord,
  OutcomeRecord,
  SignalRecord,
} from '../../src/records/records.js';
import { signal } from '../support/kernel-signal.js';

const TIME = { time: '2026-11-23T12:01:00.123456789Z', epoch_us: 1_795_435_260_123_456 };
const FATAL = ['terminated', 'dumped'];

function outcome(record: SignalRecord, what: OutcomeRecord['outcome'], more = {}): OutcomeRecord {
  const { id, signal, signo, target } = record;
  return {
    type: 'outcome',
    ...TIME,
    ktime: '1',
    signal_id: id,
    signal,
    signo,
    target,
    outcome: what,
    latency_ns: 90_000,
    fatal: FATAL.includes(what),
    ...more,
  };
}

function exit(record: SignalRecord, how: ExitRecord['exit']): ExitRecord {
  const { id, target } = record;
  return { type: 'exit', ...TIME, ktime: '2', cpu: 0, target, exit: how, signal_ids: [id] };
}

/** Lists what is shown: the pids of the targets, and their outcome. */
function lines(shown: readonly Entry[]): string[] {
  return shown.flatMap((each) => {
    if (each.kind === 'other') return each.record.type;
    if (each.kind === 'outcome') return `later ${each.record.type}`;
    return groupByOutcome(each.members).map((members) => {
      const pids = members.map((member: SignalWithOutcome) => member.signal.target.pid);
      return `${pids.join('+')} ${outcomeCell(members)}`;
    });
  });
}

void t.test('a row waits for its outcome, but not for long', (t) => {
  const rows = new Rows();
  const first = signal();
  rows.push(first, 0);
  t.same(lines(rows.due(60)), []);
  rows.push(outcome(first, 'terminated'), 70);
  t.same(lines(rows.due(70)), ['882 died 90µs']);

  const second = signal({ seq: 8 });
  rows.push(second, 1000);
  t.same(lines(rows.due(1199)), []);
  t.same(lines(rows.due(1200)), ['882 pending']);
  rows.push(outcome(second, 'handled'), 3000);
  t.same(lines(rows.due(3000)), ['later outcome'], 'in a row of its own');
  rows.push(exit(second, { code: 143 }), 3500);
  t.same(lines(rows.due(3500)), ['later exit']);
  t.end();
});

void t.test('an exit goes with what was handled, not with what came after it', (t) => {
  const rows = new Rows();
  const term = signal({ seq: 1 });
  const cont = signal({ seq: 2, signo: 18 });
  for (const each of [term, cont]) rows.push(each, 0);
  rows.push(outcome(term, 'handled'), 10);
  rows.push(outcome(cont, 'continued'), 10);
  rows.push({ ...exit(term, { code: 143 }), signal_ids: [term.id, cont.id] }, 20);
  t.same(lines(rows.due(50)), ['882 handled 90µs; exit 143', '882 continued']);
  t.end();
});

void t.test('a death by a traced signal is told once', (t) => {
  const rows = new Rows();
  const hup = signal({ seq: 1, signo: 1 });
  const kill = signal({ seq: 2, signo: 9 });
  const died = { signal: 'SIGKILL', signo: 9, core: false } as const;
  for (const each of [hup, kill]) rows.push(each, 0);
  rows.push(outcome(hup, 'handled'), 10);
  rows.push(outcome(kill, 'terminated'), 10);
  rows.push({ ...exit(hup, died), signal_ids: [hup.id, kill.id] }, 20);
  t.same(lines(rows.due(50)), ['882 handled 90µs', '882 died 90µs']);

  const alone = signal({ seq: 3, signo: 1 });
  rows.push(alone, 100);
  rows.push(outcome(alone, 'handled'), 110);
  rows.push(exit(alone, died), 120);
  t.same(lines(rows.due(150)), ['882 handled 90µs; died of KILL'], 'by one that is not traced');
  t.end();
});

void t.test('a signal that can have no outcome does not wait for one', (t) => {
  const rows = new Rows();
  rows.push(signal({ result: 1, targetState: 1 }), 0);
  t.same(lines(rows.due(50)), ['882 ignored SIG_IGN']);
  t.end();
});

void t.test('signals of one sender are one row for each outcome', (t) => {
  const rows = new Rows();
  const all = [10, 11, 12, 13].map((pid, seq) =>
    signal({ targetPid: pid, targetTid: pid, seq: seq + 1 }),
  );
  for (const each of all) rows.push(each, 0);
  rows.push(signal({ currentPid: 7, currentTid: 7, seq: 9, targetPid: 14, targetTid: 14 }), 0);
  const [first, second, third] = all as [SignalRecord, SignalRecord, SignalRecord];
  rows.push(outcome(first, 'terminated'), 10);
  rows.push(outcome(second, 'handled'), 10);
  rows.push(exit(second, { code: 0 }), 10);
  rows.push(outcome(third, 'terminated', { latency_ns: 95_000 }), 10);
  t.same(lines(rows.due(200)), [
    '10+12 2 died',
    '11 handled 90µs; exit 0',
    '13 pending',
    '14 pending',
  ]);
  t.end();
});

void t.test('but not two to one target', (t) => {
  const rows = new Rows();
  rows.push(signal({ seq: 1 }), 0);
  rows.push(signal({ seq: 2 }), 0);
  t.same(lines(rows.flush()), ['882 pending', '882 pending']);
  t.end();
});

void t.test('an escalation tells the grace that was given', (t) => {
  const outcomeAfter = (kill: SignalRecord, what?: OutcomeRecord) => {
    const rows = new Rows();
    rows.push(kill, 0);
    if (what !== undefined) rows.push(what, 0);
    const step = { signal_id: 'x', signal: 'SIGTERM', time: TIME.time };
    const escalation: EscalationRecord = {
      type: 'escalation',
      ...TIME,
      target: kill.target,
      steps: [step, { ...step, signal_id: kill.id, signal: 'SIGKILL' }],
      grace_ns: 90e9,
    };
    rows.push(escalation, 0);
    return lines(rows.flush());
  };
  const kill = signal({ signo: 9 });
  t.same(outcomeAfter(kill, outcome(kill, 'terminated')), ['882 died; TERM+90.0s']);
  t.same(outcomeAfter(kill, outcome(kill, 'dumped')), ['882 core; TERM+90.0s']);
  t.same(outcomeAfter(signal({ result: 1, targetState: 1 })), ['882 ignored; TERM+90.0s']);
  t.end();
});

void t.test('all is shown once, in the order in which it came', (t) => {
  const steps = fc.array(
    fc.record({ wait: fc.nat(120), handled: fc.boolean(), pid: fc.integer({ min: 1, max: 5 }) }),
  );
  fc.assert(
    fc.property(steps, (steps) => {
      const rows = new Rows();
      let now = 0;
      const shown: Entry[] = [];
      const ids = steps.map(({ wait, handled, pid }, seq) => {
        now += wait;
        const record = signal({ seq: seq + 1, targetPid: pid, targetTid: pid });
        rows.push(record, now);
        if (handled) rows.push(outcome(record, 'handled'), now);
        shown.push(...rows.due(now));
        return record.id;
      });
      shown.push(...rows.flush());
      const members = shown.flatMap((each) => (each.kind === 'signals' ? each.members : []));
      t.same(
        members.map(({ signal: { id } }) => id),
        ids,
      );
    }),
    { numRuns: 50 },
  );
  t.end();
});

void t.test('a signal to oneself is noise until its process ends by it', (t) => {
  const holding = () => new Rows(({ sender, target }) => sender?.pid === target.pid);
  const own = signal({ currentPid: 882, currentTid: 882 });
  const quiet = holding();
  quiet.push(own, 0);
  quiet.push(outcome(own, 'handled'), 10);
  t.same(lines(quiet.flush()), []);
  t.same(quiet.held, { SIGTERM: 1 });

  const ending = holding();
  ending.push(own, 0);
  ending.push(outcome(own, 'handled'), 10);
  t.same(lines(ending.due(1000)), []);
  ending.push({ ...exit(own, { code: 3 }), asked_by: own.id, after_ns: 2e6 }, 1010);
  t.same(lines(ending.flush()), ['882 handled 90µs; exit 3 after 2.0ms']);
  t.same(ending.held, { SIGTERM: 0 });

  const dying = holding();
  dying.push(own, 0);
  dying.push(outcome(own, 'terminated'), 10);
  t.same(lines(dying.flush()), ['882 died 90µs'], 'what ends it is no noise');
  t.end();
});

void t.test('what a process caught is shown before the same signal that it ends itself by', (t) => {
  const rows = new Rows(({ origin }) => origin === 'pipe');
  const broken = { signo: 13, siCode: 0, group: 0, call: -1, stack: ['pipe_write'] };
  const pipe = signal({ ...broken, currentPid: 882, currentTid: 882 });
  const again = signal({ seq: 2, signo: 13, currentPid: 882, currentTid: 882 });
  rows.push(pipe, 0);
  rows.push(outcome(pipe, 'handled'), 10);
  t.same(lines(rows.due(1000)), []);
  rows.push(again, 1000);
  rows.push(outcome(again, 'terminated', { reraise_of: pipe.id }), 1010);
  t.same(lines(rows.flush()), ['882 handled 90µs', '882 died 90µs, caught']);
  t.same(rows.held, { SIGPIPE: 0 });
  t.end();
});

void t.test('a row joins targets of one program, without the sender', (t) => {
  const rows = new Rows();
  const to = (seq: number, targetPid: number, targetComm: string) =>
    signal({ seq, targetPid, targetTid: targetPid, targetComm });
  for (const each of [to(1, 1, 'nginx'), to(2, 2, 'nginx'), to(3, 3, 'node'), to(4, 500, 'node')])
    rows.push(each, 0);
  const shown = lines(rows.flush());
  t.same(
    shown.map((line) => line.split(' ')[0]),
    ['1+2', '3', '500'],
  );
  t.end();
});

void t.test('one hangup is one row', (t) => {
  const stack = ['tty_signal_session_leader', '__tty_hangup', 'tty_release'];
  const hangup = (seq: number, signo: number, targetComm: string, more = {}) =>
    signal({ seq, signo, siCode: 128, call: -1, stack, targetComm, result: 1, ...more });
  const rows = new Rows();
  const sent = [
    hangup(1, 1, 'bash'),
    hangup(2, 18, 'bash'),
    hangup(3, 1, 'sleep', { targetPid: 883, targetTid: 883 }),
    // The leader has died of it.
    hangup(4, 1, 'vi', { currentPid: 882, currentTid: 882, targetPid: 884, targetTid: 884 }),
    hangup(5, 1, 'bash', { currentTid: 501 }),
  ];
  for (const each of sent) rows.push(each, 0);
  t.same(
    rows.flush().map((entry) => entry.kind === 'signals' && entry.members.length),
    [4, 1],
    'but that of another terminal',
  );
  t.end();
});
