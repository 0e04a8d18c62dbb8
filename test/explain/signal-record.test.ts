import t from 'tap';

import { signalLine, signalRecord, SignalStreamRecord } from '../../src/explain/signal-record.js';
import type { TracedSignal } from '../../src/explain/traced-signal.js';
import { Described } from '../../src/identity/description.js';
import { type FlatSignal, sent } from '../support/kernel-signal.js';

const signal = (...of: Parameters<typeof sent>) => signalRecord(sent(...of));

void t.test('a record says what the kernel said', (t) => {
  t.strictSame(signal(), {
    type: 'signal',
    time: '2026-11-23T12:01:00.123456789Z',
    epoch_us: 1_795_435_260_123_456,
    ktime: '1684997920514',
    cpu: 1,
    id: '1-1-7',
    signal: 'SIGTERM',
    signo: 15,
    code: 'SI_USER',
    si_code: 0,
    errno: 0,
    scope: 'process',
    result: 'delivered',
    origin: 'kill',
    sender: {
      pid: 500,
      tid: 500,
      comm: 'bash',
      name: 'bash',
      uid: 1000,
      gid: 1000,
      cgroup_id: '4711',
    },
    target: {
      pid: 882,
      tid: 882,
      comm: 'nginx',
      name: 'nginx',
      uid: 33,
      gid: 33,
      ppid: 1,
      start_time: '1684120073312',
      cgroup_id: '4712',
    },
  });
  t.end();
});

void t.test('what was not learned is absent', (t) => {
  t.notOk('code' in signal({ siCode: -1000 }));
  t.notOk('sender' in signal({ siCode: 128 }));
  for (const field of ['late', 'ignored_why', 'group_id', 'oom', 'current', 'closed_by'])
    t.notOk(field in signal(), field);
  t.match(signal({}, { late: true, groupId: '1-0-3', oom: { rss: 1 } }), {
    late: true,
    group_id: '1-0-3',
    oom: { rss: 1 },
  });
  t.equal(signal({ result: 1, targetState: 1 }).ignored_why, 'handler');
  t.equal(signal({}, { parentThread: true }).parent_thread, true);
  t.end();
});

void t.test('what the probe could not read of its siginfo is absent', (t) => {
  const stack = [
    'complete_signal',
    '__send_signal_locked',
    'kill_pid_info_type',
    'kill_something_info',
  ];
  const unread = { siCode: undefined, errno: undefined, result: undefined, call: -1, stack };
  const record = signal(unread);
  for (const field of ['code', 'si_code', 'errno', 'result']) t.notOk(field in record, field);
  t.match(record, { origin: 'kill', sender: { pid: 500 } }, 'the stack says who sent it');
  const without = signal({ ...unread, stack: [] });
  t.match(without, { origin: 'unknown' });
  t.notOk('sender' in without, 'without one nothing does');
  t.end();
});

void t.test('where nobody sent it, the task on the processor is not called a sender', (t) => {
  const { sender, current } = signal({ signo: 14, siCode: 128, stack: ['it_real_fn'] });
  t.equal(sender, null);
  t.strictSame(current, { pid: 500, tid: 500, comm: 'bash' });
  t.end();
});

void t.test('numbers become words', (t) => {
  const words = ['delivered', 'ignored', 'already_pending', 'overflow_fail', 'lose_info'];
  t.same(
    words.map((_, result) => signal({ result }).result),
    words,
  );
  t.throws(() => signal({ result: 5 }), RangeError, 'none is guessed');
  t.equal(signal({ group: 0 }).scope, 'thread');
  t.equal(signal({ signo: 37 }).signal, 'SIGRTMIN+3');
  t.equal(signal({ signo: 17, siCode: 2 }).code, 'CLD_KILLED');
  const asked = { signo: 10, siCode: 2, stack: ['do_notify_parent'] };
  t.equal(signal(asked).code, 'CLD_KILLED', 'of a child that asked for another signal');
  t.equal(signal({ ktime: 9_007_199_254_740_993n }).ktime, '9007199254740993');
  t.end();
});

/** Values that text could be broken with, and every value that turns a field on or off. */
const VALUES: { readonly [K in keyof FlatSignal]?: readonly FlatSignal[K][] } = {
  cpu: [0, 65_535],
  ktime: [1n, 9_007_199_254_740_993n],
  signo: [1, 9, 17, 34, 64],
  siCode: [undefined, -2_147_483_648, -60, -6, 0, 1, 128],
  errno: [undefined, -1, 0],
  group: [0, 1],
  result: [undefined, 0, 1, 4],
  targetState: [0, 1, 4, 0x400],
  currentComm: ['', 'a"b\\', '\n\r\u0000\u001B[', '","target":{', '\u2028\uFFFD日𝄞'],
  targetComm: ['', '"},"x":"', '\\u0041', '\uD800'],
  call: [-1, 62, 200],
  arg: [-1, 0, 882],
  stack: [
    [],
    ['it_real_fn'],
    ['do_notify_parent'],
    ['__tty_hangup', 'tty_release'],
    ['__oom_kill_process'],
  ],
};
const MORE: { readonly [K in keyof TracedSignal]?: readonly TracedSignal[K][] } = {
  late: [false, true],
  groupId: [undefined, '1-0-3'],
  oom: [undefined, { rss: 5 }],
  parentThread: [false, true],
};

void t.test('its line says exactly what its record says, with both processes last', (t) => {
  let seed = 20_261_129;
  const pick = (values: readonly unknown[]) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fffffff;
    return values[(seed >> 8) % values.length];
  };
  const picked = (table: Record<string, readonly unknown[]>) =>
    Object.fromEntries(Object.entries(table).map(([name, values]) => [name, pick(values)]));
  for (let round = 0; round < 2000; round++) {
    const one = sent(picked(VALUES), picked(MORE));
    const { sender, target, ...rest } = signalRecord(one);
    const ends = sender === undefined ? { target } : { sender, target };
    t.equal(signalLine(one), `${JSON.stringify({ ...rest, ...ends })}\n`, `round ${round}`);
  }
  t.end();
});

void t.test('a reader takes the object or the line', (t) => {
  const read = new SignalStreamRecord(sent());
  t.equal(read.type, 'signal');
  t.equal(read.record, read.record, 'it is made once');
  t.strictSame(JSON.parse(read.line), read.record);
  t.end();
});

void t.test(
  'equal signals share the rest of their line as long as their ends read the same',
  (t) => {
    const first = sent();
    const lineOf = (more: Partial<TracedSignal>) => {
      const one = { ...first, ...more };
      const { sender, target, ...others } = signalRecord(one);
      t.equal(signalLine(one), `${JSON.stringify({ ...others, sender, target })}\n`);
    };
    const renamed = new Described({ pid: 1, tid: 1, comm: 'renamed' });
    for (const more of [{}, { target: renamed }, {}, { late: true }, { sender: renamed }, {}]) {
      lineOf(more);
      lineOf({ ...more, id: '1-0-8', ktime: 5n });
    }
    t.end();
  },
);
