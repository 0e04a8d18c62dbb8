import { writeFileSync } from 'node:fs';
import path from 'node:path';

import t, { type Test } from 'tap';

import { BpftraceRun } from '../../src/source/bpftrace-run.js';
import type { SourceEvent } from '../../src/wire/events.js';
import { until } from '../support/until.js';

/** A bpftrace that is a script: what it prints and how it ends can be chosen. */
function run(t: Test, script: string) {
  const file = path.join(t.testdir(), 'bpftrace');
  writeFileSync(file, `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  const events: SourceEvent[] = [];
  const told: string[] = [];
  const source = new BpftraceRun(
    {
      bpftrace: { path: file, version: '0.17.0', major: 0, minor: 17 },
      program: 'BEGIN {}',
      bufferPages: 64,
      sudo: false,
      possibleCpus: 2,
    },
    {
      onEvents: (batch) => events.push(...batch),
      onSkips: (count) => told.push(`skips ${count?.alone ?? '-'}`),
      onProve: () => told.push('prove'),
    },
  );
  return { source, events, told };
}

const printed = (text: string) => `echo '{"type": "printf", "data": "${text}"}'`;
const TICK = printed('t|5|0|0|0/2|1|0|0');

void t.test('what bpftrace prints is decoded, its end is told', async (t) => {
  const { source, events } = run(t, `${TICK}\n${printed('c|7')}\necho why >&2\nexit 3`);
  const ending = await source.ended;
  t.match(ending, { status: 3, hung: false, slept: false });
  t.ok(ending.stderrTail.includes('why'));
  t.strictSame(
    events.map(({ kind }) => kind),
    ['tick', 'proof'],
  );
});

void t.test('lines that are no JSON may tell why it never began', async (t) => {
  const { source } = run(t, 'echo ERROR: no such probe\nexit 1');
  const { stderrTail } = await source.ended;
  t.ok(stderrTail.includes('ERROR: no such probe'));
});

void t.test('a processor that there cannot be is no event', async (t) => {
  const { source, events } = run(t, printed('t|5|0|0|0/60000|1|0|0'));
  await source.ended;
  t.match(events, [{ kind: 'complaint', code: 'unreadable' }]);
});

void t.test('one that prints nothing and is killed has hung', async (t) => {
  const { source } = run(t, 'exec sleep 60');
  await new Promise((resolve) => setTimeout(resolve, 300));
  source.send('kill');
  t.match(await source.ended, { hung: true, status: 137 });
});

void t.test(
  'asked for a proof, it says so first; before a halt it asks for the count',
  async (t) => {
    const { source, told } = run(t, `${TICK}\nexec sleep 60`);
    source.send('prove');
    t.strictSame(told, ['prove']);
    source.send('halt');
    await until(() => told.length > 1, 'a count');
    t.match(told[1], /^skips /);
    source.send('stop');
    t.match(await source.ended, { hung: false });
  },
);
