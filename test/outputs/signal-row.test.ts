import t from 'tap';

import { hangupRow, signalRow } from '../../src/outputs/signal-row.js';
import type { SignalRecord } from '../../src/records/records.js';
import { signal } from '../support/kernel-signal.js';

/** What is shown where there is room. */
function shown(record: SignalRecord, more = {}) {
  const { from, to, ...row } = signalRow(record, { outcome: 'died 1ms', ...more });
  return { ...row, from: from(40), to: to(40) };
}

void t.test('a signal, in words', (t) => {
  t.strictSame(shown(signal()), {
    epochUs: signal().epoch_us,
    from: 'bash[500]',
    to: 'nginx[882]',
    signal: 'TERM',
    origin: 'kill',
    outcome: 'died 1ms',
    code: '0',
    scope: 'process',
    tid: '882',
    uid: '1000>33',
    cpu: '1',
  });
  t.match(shown(signal(), { others: 3, epochUs: 7 }), { to: 'nginx[882] +3', epochUs: 7 });
  t.end();
});

void t.test('nobody and unknown values have marks of their own', (t) => {
  const { si_code, sender, ...bare } = signal({ targetPid: 0, targetUid: -1 });
  t.ok(si_code !== undefined && sender !== undefined, 'both are known otherwise');
  t.match(shown({ ...bare, sender: null }), { from: '-', uid: '->?', code: '?' });
  t.match(shown(bare), { from: '?', uid: '?>?' });
  t.end();
});

void t.test('a row of many processes has no id of one', (t) => {
  t.match(shown(signal(), { oneSender: false }), { from: 'bash', to: 'nginx[882]' });
  t.match(shown(signal(), { oneTarget: false }), { from: 'bash[500]', to: 'nginx' });
  t.match(shown({ ...signal(), sender: null }, { oneSender: false }), { from: '-' });
  t.end();
});

void t.test(
  'a hangup is one row: who closed the terminal, all that it was for, how each ended',
  (t) => {
    const stack = ['tty_signal_session_leader', '__tty_hangup', 'tty_release'];
    const member = (signo: number, targetComm: string, targetPid: number) => ({
      signal: signal({
        ...{ signo, siCode: 128, stack, call: -1, currentComm: 'tmux: server', currentPid: 700 },
        ...{ targetComm, targetPid, targetTid: targetPid, result: 1 },
      }),
      awaited: true,
    });
    const { from, to, ...row } = hangupRow([
      member(1, 'bash', 800),
      member(18, 'bash', 800),
      member(1, 'sleep', 801),
      member(18, 'sleep', 801),
      member(1, 'bash', 800),
    ]);
    t.equal(from(40), 'closed by tmux: server[700]');
    t.equal(from(20), 'by tmux: server[700]');
    t.equal(from(16), 'by tmux: s…[700]');
    t.equal(to(40), 'bash[800] sleep[801]');
    t.match(row, { signal: 'HUP', origin: 'tty', outcome: '2 ignored' });
    t.equal(hangupRow([member(1, 'bash', 800)]).to(40), 'bash[800]');
    t.end();
  },
);
