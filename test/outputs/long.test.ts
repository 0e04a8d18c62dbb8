import t from 'tap';

import { attemptRecord } from '../../src/explain/attempt-record.js';
import { long } from '../../src/outputs/long.js';
import type { OutcomeRecord, SignalRecord } from '../../src/records/records.js';
import { MadeRecord } from '../../src/records/stream-record.js';
import { attempt, signal, WALL_NS } from '../support/kernel-signal.js';

function shown(...records: (SignalRecord | OutcomeRecord)[]): string {
  const format = long({ colour: false, cut: true, now: () => 0 });
  return records.map((record) => format.record(new MadeRecord(record))).join('') + format.flush();
}

void t.test('each thing that is known is named', (t) => {
  t.equal(
    shown(signal({ targetTid: 890, currentTid: 501 })),
    [
      'SIGTERM (15) at 2026-11-23T12:01:00.123456789Z',
      '  from    bash[500] (thread 501, uid 1000, gid 1000)',
      '  to      nginx[882] (thread 890, uid 33, gid 33, parent 1), the whole process',
      '  origin  kill (si_code 0 SI_USER)',
      '  result  delivered',
      '  outcome pending',
      '\n',
    ].join('\n'),
  );
  t.end();
});

void t.test('the thread that took it, where it is another than the one named', (t) => {
  const { id, signal: name, signo, target, time, epoch_us } = signal();
  const outcome = (taken_by: number): OutcomeRecord => ({
    type: 'outcome',
    time,
    epoch_us,
    ktime: '1',
    signal_id: id,
    signal: name,
    signo,
    target,
    outcome: 'handled',
    latency_ns: 90_000,
    taken_by,
    fatal: false,
  });
  t.match(shown(signal(), outcome(890)), '  outcome handled 90µs in thread 890\n');
  t.match(shown(signal(), outcome(target.tid)), '  outcome handled 90µs\n');
  t.end();
});

void t.test('and what is not known is not', (t) => {
  const text = shown({
    ...signal({ siCode: -1000, errno: 5, group: 0, targetPid: 0, targetUid: -1, result: 1 }),
    late: true as const,
  });
  t.match(text, /Z, out of its place\n/);
  t.match(text, '  from    not known\n');
  t.match(text, '  to      nginx[882?], the thread alone\n');
  t.match(text, '  origin  unknown (si_code -1000, si_errno 5)\n');
  t.match(text, '  result  ignored\n');
  t.match(shown({ ...signal(), sender: null }), '  from    nobody: the kernel by itself\n');
  t.end();
});

void t.test('of several targets, each has its own result and outcome', (t) => {
  const text = shown(signal(), signal({ seq: 2, targetPid: 883, targetTid: 883, result: 1 }));
  const [first, second, rest] = text.split('\n\n');
  t.match(first, /^ {2}from {4}bash\[500\] \(.*\n {2}to {6}nginx\[882\] .*\n/m);
  t.match(first, /^ {2}result {2}delivered\n {2}outcome pending$/m);
  t.match(second, /^SIGTERM .*\n {2}from {4}bash\[500\], as above\n {2}to {6}nginx\[883\] /);
  t.match(second, /^ {2}result {2}ignored\n {2}outcome ignored$/m);
  t.equal(rest, '');
  t.end();
});

void t.test('hostile names stay in their line', (t) => {
  const text = shown(signal({ currentComm: 'a\n\u001B[2J', targetComm: '\u202E\uFFFD' }));
  t.match(text, '  from    a\\x0a\\x1b[2J[500]');
  t.match(text, '  to      \\u{202e}\uFFFD[882]');
  t.equal(text.split('\n').length, 8);
  t.end();
});

void t.test('of a command line that fills screens, its beginning', (t) => {
  const record = signal();
  const cmd = `java ${'x'.repeat(100_000)}`;
  const ancestors = [{ pid: 7, comm: 'java', cmd }];
  const text = shown({ ...record, sender: { ...record.target, cmd, ancestors } });
  t.match(text, /^ {10}java x{394}…$/m);
  t.match(text, /^ {10}< java x{394}…\[7\]$/m);
  t.end();
});

void t.test('a storm is one block, which says how many', (t) => {
  const storm = Array.from({ length: 380 }, (_, seq) =>
    signal({ seq, signo: 10, result: 1, currentPid: 500 + (seq % 2) }),
  );
  const text = shown(...storm);
  t.equal(text.split('SIGUSR1 (10)').length, 2);
  t.match(text, /^ {2}in all {2}ignored ×380, the last at [\d:.]+; senders of the same name\n\n$/m);
  t.end();
});

void t.test('a call that failed is a block too', (t) => {
  const sender = { pid: 500, tid: 500, comm: 'bash' };
  const record = attemptRecord(attempt({ arg: -77, signo: 0 }), WALL_NS, false, sender, undefined);
  const format = long({ colour: false, cut: true, now: () => 0 });
  t.equal(
    format.record(new MadeRecord(record)) + format.flush(),
    [
      'kill of 0 at 2026-11-23T12:01:00.123456789Z, which only asks whether a signal could be sent',
      '  from    bash[500]',
      '  for     group 77',
      '  outcome failed: ESRCH',
      '\n',
    ].join('\n'),
  );
  t.end();
});
