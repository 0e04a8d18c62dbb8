import t from 'tap';

import { type Flood, Floods } from '../../src/outputs/floods.js';
import type { Entry, SignalWithOutcome } from '../../src/outputs/rows.js';
import type { ExitRecord, OutcomeRecord } from '../../src/records/records.js';
import { type FlatSignal, signal } from '../support/kernel-signal.js';

const USR1 = 10;
const KILL = 9;
const TERM = 15;

function outcomeOf(
  { signal: { id, signal, signo, target, time, epoch_us } }: SignalWithOutcome,
  outcome: OutcomeRecord['outcome'],
): OutcomeRecord {
  const times = { time, epoch_us: epoch_us + 5, ktime: '1', latency_ns: 90_000 };
  const fatal = outcome === 'terminated';
  return { type: 'outcome', ...times, signal_id: id, signal, signo, target, outcome, fatal };
}

function member(
  other: Partial<FlatSignal> = {},
  outcome: OutcomeRecord['outcome'] = 'handled',
): SignalWithOutcome {
  const sent: SignalWithOutcome = { signal: signal({ signo: USR1, ...other }), awaited: true };
  return { ...sent, outcome: outcomeOf(sent, outcome) };
}

function row(other?: Partial<FlatSignal>, outcome?: OutcomeRecord['outcome']): Entry {
  return { kind: 'signals', members: [member(other, outcome)] };
}

function rows(count: number, ...of: Parameters<typeof row>): Entry[] {
  return Array.from({ length: count }, () => row(...of));
}

function texts(shown: readonly (Entry | Flood)[]): string[] {
  return shown.map((each) => {
    if (each.kind === 'other') return each.record.type;
    if (each.kind === 'outcome') return `later ${each.record.type}`;
    if (each.kind === 'signals') return each.members[0].signal.signal;
    const { first, count, later, oneSender, oneTarget } = each;
    const ends = `${oneSender ? 'one' : 'many'} to ${oneTarget ? 'one' : 'many'}`;
    return `${later ? 'later ' : ''}${first.signal.signal} ×${count}, ${ends}`;
  });
}

void t.test('a few equal rows are shown as they come', (t) => {
  const floods = new Floods();
  for (const ms of [0, 100, 200]) t.same(texts(floods.take([row()], ms)), ['SIGUSR1']);
  t.same(floods.take([], 1000), []);
  t.same(texts(floods.take(rows(3), 1050)), ['SIGUSR1', 'SIGUSR1', 'SIGUSR1']);
  t.end();
});

void t.test('a storm within a second is one row', (t) => {
  const floods = new Floods();
  t.same(floods.take(rows(200), 0), []);
  t.same(floods.take(rows(180), 600), []);
  t.same(floods.take([], 999), []);
  t.same(texts(floods.take([], 1000)), ['SIGUSR1 ×380, one to one']);
  t.end();
});

void t.test('one that goes on is a row each second, until it is over', (t) => {
  const floods = new Floods();
  const shown = Array.from({ length: 40 }, (_, i) => texts(floods.take(rows(10), i * 100)));
  t.same(shown.flat(), Array(3).fill('SIGUSR1 ×100, one to one'));
  t.same(texts(floods.take([], 4000)), ['SIGUSR1 ×100, one to one']);
  t.same(floods.take([], 5000), []);
  t.same(texts(floods.take([row()], 5050)), ['SIGUSR1'], 'at once again');
  t.end();
});

void t.test('one row that was held back is shown as it is', (t) => {
  const floods = new Floods();
  floods.take(rows(5), 0);
  t.same(texts(floods.take([], 1000)), ['SIGUSR1 ×5, one to one']);
  t.same(floods.take([row()], 1500), []);
  t.same(texts(floods.take([], 2000)), ['SIGUSR1']);
  t.end();
});

void t.test('what ends a process, and a TERM or KILL, is shown at once', (t) => {
  const floods = new Floods();
  const ended: ExitRecord = {
    type: 'exit',
    ...{ time: signal().time, epoch_us: 0, ktime: '1', cpu: 0, target: signal().target },
    exit: { code: 0 },
    signal_ids: [],
  };
  const exits: Entry = { kind: 'signals', members: [{ ...member(), exit: ended }] };
  const ofExit: Entry = { kind: 'outcome', earlier: member(), record: ended };
  const between = [row({ signo: KILL }, 'terminated'), row({ signo: TERM }), exits, ofExit];
  t.same(texts(floods.take([...rows(200), ...between, ...rows(200)], 0)), [
    ...['SIGKILL', 'SIGTERM', 'SIGUSR1', 'later exit'],
  ]);
  t.same(texts(floods.take([], 1000)), ['SIGUSR1 ×400, one to one']);
  t.equal(floods.take(rows(50, { signo: KILL }, 'terminated'), 1000).length, 50, 'each victim');
  t.equal(floods.take(rows(50, { signo: TERM }), 3000).length, 3, 'a storm of handled TERM is one');
  t.same(texts(floods.take([], 4000)), ['SIGTERM ×47, one to one']);
  t.end();
});

void t.test('only equal rows: the programs at both ends, signal, origin and outcome', (t) => {
  const floods = new Floods();
  const others = [
    row({ signo: 12 }),
    row({ currentComm: 'zsh' }),
    row({ targetComm: 'redis' }),
    row({ siCode: -1, call: 129 }),
    row({}, 'discarded'),
  ];
  t.equal(floods.take([...rows(4), ...others], 0).length, 5);
  t.same(texts(floods.flush([], 1)), ['SIGUSR1 ×4, one to one']);
  t.end();
});

void t.test('it knows whether one process sent all, and whether all went to one', (t) => {
  const floods = new Floods();
  const from = [500, 501, 502, 503].map((currentPid) => row({ currentPid, processKey: '0' }));
  t.same(texts(floods.flush(from, 0)), ['SIGUSR1 ×4, many to one']);
  const to = [882, 883, 884, 885].map((targetPid) => row({ targetPid }));
  t.same(texts(floods.flush(to, 0)), ['SIGUSR1 ×4, one to many']);
  const both: Entry = { kind: 'signals', members: [member(), member({ targetPid: 883 })] };
  t.same(texts(floods.flush([both, both, both, both], 0)), ['SIGUSR1 ×8, one to many']);
  t.end();
});

void t.test('outcomes that come late are folded too', (t) => {
  const floods = new Floods();
  const late = (): Entry => {
    const earlier = member();
    return { kind: 'outcome', earlier, record: outcomeOf(earlier, 'handled') };
  };
  const warning: Entry = {
    kind: 'other',
    record: { type: 'warning', time: signal().time, epoch_us: 0, code: 'x', message: 'm' },
  };
  const shown = floods.flush([late(), late(), warning, late(), late()], 0);
  t.same(texts(shown), ['warning', 'later SIGUSR1 ×4, one to one']);
  t.end();
});

void t.test('so many kinds are counted at a time, and no more', (t) => {
  const floods = new Floods();
  const kinds = Array.from({ length: 1001 }, (_, i) => rows(5, { targetComm: `t${i}` }));
  t.equal(floods.take(kinds.flat(), 0).length, 5, 'the last kind, as its rows are');
  t.equal(floods.take([], 1000).length, 1000);
  t.end();
});
