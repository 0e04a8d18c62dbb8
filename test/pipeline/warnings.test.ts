import t from 'tap';

import { Warnings } from '../../src/pipeline/warnings.js';
import type { Warning } from '../../src/wire/events.js';

const LINE: Warning = { kind: 'complaint', code: 'unreadable', message: 'no record: hello' };

function warnings() {
  const clock = { ms: 0 };
  const lookups = { missed: 0 };
  const all = new Warnings(
    () => clock.ms,
    () => 0n,
    () => lookups.missed,
  );
  const messages = (records: ReturnType<Warnings['due']>) =>
    records.map((make) => (make() as unknown as { message: string }).message);
  return { all, clock, lookups, messages };
}

void t.test('lines that are no records wait until the trace is ready', (t) => {
  const { all, messages } = warnings();
  t.strictSame(all.push([LINE]), []);
  t.strictSame(all.due(), [], 'a trace that never begins has an empty stream');
  all.ready();
  t.strictSame(messages(all.due()), ['no record: hello']);
  t.strictSame(all.due(), [], 'once');
  t.end();
});

void t.test('the first 50 come word for word, and the others as a count every 10 s', (t) => {
  const { all, clock, messages } = warnings();
  all.ready();
  all.push(Array<Warning>(52).fill(LINE));
  t.strictSame(messages(all.due()), [
    ...Array<string>(50).fill('no record: hello'),
    'bpftrace printed 2 more lines that are no records',
  ]);
  all.push([LINE]);
  clock.ms = 9999;
  t.strictSame(all.due(), []);
  clock.ms = 10_000;
  t.strictSame(messages(all.due()), ['bpftrace printed 1 more lines that are no records']);
  all.push([LINE]);
  t.strictSame(messages(all.end()), ['bpftrace printed 1 more lines that are no records']);
  t.end();
});

void t.test('any other warning is due at once', (t) => {
  const { all, messages } = warnings();
  const other: Warning = { kind: 'complaint', code: 'origin_unknown', message: 'other' };
  t.strictSame(messages(all.push([other])), ['other']);
  t.end();
});

void t.test('a warning is told at once, an impossible record with its reason', (t) => {
  const { all, messages } = warnings();
  const told = all.push([
    { kind: 'complaint', code: 'pid_namespace', message: 'own pids' },
    { kind: 'invalid', probe: 'signal', cpu: 0, seq: 1, ktime: 0n, why: 'signo is 65' },
  ]);
  t.strictSame(messages(told), [
    'own pids',
    'A record that cannot be true was dropped: signo is 65',
  ]);
  t.end();
});

void t.test('missed look-ups are counted, each once, at the end too', (t) => {
  const { all, lookups, messages } = warnings();
  all.ready();
  lookups.missed = 3;
  t.match(messages(all.due()), [/not learned in time \(3 of them\)/]);
  lookups.missed = 5;
  t.strictSame(messages(all.due()), [], 'not before 10 s have passed');
  t.match(messages(all.end()), [/not learned in time \(2 of them\)/]);
  t.end();
});
