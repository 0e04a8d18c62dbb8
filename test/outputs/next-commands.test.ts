import t from 'tap';

import { nextCommands } from '../../src/outputs/next-commands.js';
import type { OutcomeRecord, Process, SignalRecord } from '../../src/records/records.js';
import { signal } from '../support/kernel-signal.js';

const ID = '4bd1c4f6a3a94cf2b4f0f9ae3c5e6bd7d1a4ce05a27bd01a0d9ed6f5d52cb1c8';
/** A minute before the signal and five seconds after it; `signal()` comes at 1795435260. */
const SPAN = '--since @1795435200 --until @1795435265';

function commands(
  target: Partial<Process>,
  more: Partial<SignalRecord> = {},
  outcome?: OutcomeRecord['outcome'],
): string[] {
  const record = { ...signal(), ...more };
  const { time, epoch_us, ktime, signal: name, signo } = record;
  const seen = { time, epoch_us, ktime, signal: name, signo, target: record.target, fatal: true };
  return nextCommands({
    signal: { ...record, target: { ...record.target, ...target } },
    awaited: true,
    ...(outcome === undefined ? {} : { outcome: { type: 'outcome', ...seen, outcome } }),
  });
}

void t.test('the logs of the unit or the container, around the signal', (t) => {
  t.same(commands({}), []);
  t.same(commands({ unit: 'api.service' }), [`journalctl -u api.service ${SPAN}`]);
  t.same(commands({ container: ID }), ['docker logs --since 5m 4bd1c4f6a3a9']);
  t.same(commands({ container: ID, pod: 'x', unit: 'api.service' }), ['crictl logs 4bd1c4f6a3a9']);
  t.end();
});

void t.test("the kernel's log after the OOM killer, the core after a dump", (t) => {
  t.same(commands({}, { origin: 'oom' }), [`journalctl -k ${SPAN}`]);
  t.same(commands({}, {}, 'dumped'), ['coredumpctl info 882']);
  t.same(commands({}, {}, 'terminated'), []);
  t.end();
});

void t.test('names are quoted for a shell', (t) => {
  const logs = (unit: string) => commands({ unit });
  t.same(logs('dev-a\\x2db.swap'), [`journalctl -u 'dev-a\\x2db.swap' ${SPAN}`]);
  t.same(logs("a;it's.service"), [`journalctl -u 'a;it'\\''s.service' ${SPAN}`]);
  t.same(commands({ container: '$(id)' }), ["docker logs --since 5m '$(id)'"]);
  t.end();
});

void t.test('a name that a terminal does not show as it is is not put into a command', (t) => {
  for (const name of ['', 'a\n', '\u001B[2J', '\u202Ea', '\uFFFD']) {
    t.same(commands({ unit: name }), [], name);
    t.same(commands({ container: name }), [], name);
  }
  t.end();
});
