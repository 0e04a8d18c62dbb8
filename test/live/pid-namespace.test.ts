// In a pid namespace of its own, as in a container without --pid=host: pids are the host's all the same.
import { readlinkSync } from 'node:fs';

import { execa } from 'execa';
import t from 'tap';

import type { SignalRecord } from '../../src/records/records.js';
import { COMMAND } from '../support/live-trace.js';
import { cannotTrace } from '../support/needs.js';
import { piped } from '../support/piped-trace.js';
import { puppet } from '../support/python.js';

const TARGET = `ns${process.pid}`;
const skip =
  cannotTrace ||
  (readlinkSync('/proc/self/ns/pid') !== 'pid:[4026531836]' && 'is in a pid namespace already');

void t.test('host pids, and what follows from /proc being another', { skip }, async (t) => {
  const target = puppet(
    t,
    TARGET,
    `
signal.signal(signal.SIGUSR1, lambda *_: None)
say(ready=1)
while True: time.sleep(10)`,
  );
  await target.hears();
  const command = [process.execPath, COMMAND, '--json', '--to', String(target.pid), '-n', '3'];
  const trace = execa('unshare', ['--pid', '--fork', '--mount-proc', ...command], {
    reject: false,
  });
  const { records, first } = piped(t, trace, 'SIGKILL');
  await first('ready');

  const killers = ['-USR1', '-USR1', '-TERM'].map((signal) => {
    const child = execa('/bin/kill', [signal, String(target.pid)]);
    return { child, signal };
  });
  for (const { child } of killers) await child;
  t.equal((await trace).exitCode, 0);

  const signals = records().filter((record): record is SignalRecord => record.type === 'signal');
  t.same(
    new Set(signals.map(({ sender }) => sender?.pid)),
    new Set(killers.map(({ child }) => child.pid)),
  );
  for (const { sender, target: to, origin } of signals) {
    t.equal(to.pid, target.pid);
    t.equal(origin, 'kill');
    t.same(sender?.cmdline?.[0], '/bin/kill', 'told by the probe, not by /proc');
    t.notHas(sender, { exe: '' });
  }
  const [ready, warning] = records();
  t.match(ready, {
    type: 'ready',
    absent: [
      ...['exe', 'target.cmdline', 'target.cmd', 'outcome=stopped', 'outcome=pending'],
      'cgroup',
    ],
  });
  t.match(warning, { type: 'warning', code: 'pid_namespace', hint: /--pid=host/ });
  t.match(records().at(-1), { type: 'end', lost: 0, unaccounted: 0, emitted: 3 });
});
