import t from 'tap';

import type { LazyRecord } from '../../src/explain/traced-signal.js';
import { Warnings } from '../../src/pipeline/warnings.js';

const texts = (records: readonly LazyRecord[]) =>
  records.map((record) => {
    const made = record();
    return made.type === 'warning' ? `${made.code}: ${made.message}` : made.type;
  });

void t.test('a warning is told at once, an impossible record with its reason', (t) => {
  const warnings = new Warnings(
    () => 0,
    () => 0n,
    () => 0,
  );
  const told = warnings.push([
    { kind: 'complaint', code: 'pid_namespace', message: 'own pids' },
    { kind: 'invalid', probe: 'signal', cpu: 0, seq: 1, ktime: 0n, why: 'signo is 65' },
  ]);
  t.strictSame(texts(told), [
    'pid_namespace: own pids',
    'invalid: A record that cannot be true was dropped: signo is 65',
  ]);
  t.end();
});

void t.test('a flood of unreadable lines is told fifty times, then counted every 10 s', (t) => {
  let now = 0;
  const warnings = new Warnings(
    () => now,
    () => 0n,
    () => 0,
  );
  const line = { kind: 'complaint', code: 'unreadable', message: 'x' } as const;
  t.strictSame(warnings.push(Array.from({ length: 70 }, () => line)), []);
  const first = texts(warnings.due());
  t.equal(first.length, 51);
  t.equal(first.at(-1), 'unreadable: bpftrace printed 20 more lines that are no records');
  warnings.push([line, line]);
  now = 9_999;
  t.strictSame(texts(warnings.due()), []);
  now = 10_000;
  t.strictSame(texts(warnings.due()), [
    'unreadable: bpftrace printed 2 more lines that are no records',
  ]);
  t.end();
});

void t.test('missed look-ups are counted, each once, at the end too', (t) => {
  let missed = 3;
  const warnings = new Warnings(
    () => 0,
    () => 0n,
    () => missed,
  );
  t.match(texts(warnings.due()), [/not learned in time \(3 of them\)/]);
  missed = 5;
  t.strictSame(texts(warnings.due()), [], 'not before 10 s have passed');
  t.match(texts(warnings.end()), [/not learned in time \(2 of them\)/]);
  t.end();
});
