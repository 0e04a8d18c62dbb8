// The time of a signal, after the wall clock was set and after the host has slept. It is run in a
// machine of its own by test/cells: nobody else wants their clock set.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

import t from 'tap';

import type { SignalRecord } from '../../src/records/records.js';
import { storm, type Tracer, tracer } from '../support/life.js';
import { cannotTrace } from '../support/needs.js';
import { until } from '../support/until.js';

const ownMachine = / lab\.kernel=/.test(readFileSync('/proc/cmdline', 'utf8'));
const skip = cannotTrace || (!ownMachine && 'sets the clock: only in a machine of ./scripts/lab');
const TOLERANCE_US = 1000;
const TRIES = 3;

/** One signal, and between which times it was sent. */
async function times(trace: Tracer, target: number) {
  const signals = () => trace.records.filter((record) => record.type === 'signal');
  const before = signals().length;
  const from = Date.now() * 1000;
  process.kill(target, 'SIGURG');
  const to = (Date.now() + 1) * 1000;
  const { epoch_us: seen } = await until<SignalRecord>(() => signals()[before], 'the signal', 60);
  return { from, to, seen };
}

void t.test('the time is the wall clock’s, to the millisecond', { skip, timeout: 0 }, async (t) => {
  // What runs next in this machine has the clock that it had.
  const began = { wallMs: Date.now(), ns: process.hrtime.bigint() };
  t.teardown(() => {
    const passedMs = Number((process.hrtime.bigint() - began.ns) / 1_000_000n);
    execFileSync('date', ['-s', `@${(began.wallMs + passedMs) / 1000}`], { stdio: 'ignore' });
  });
  const source = storm(t);
  const begin = () => tracer(t, ['--json', ...source.filter]);
  const trace = begin();
  await trace.saw('ready');

  async function isRight(when: string, trace: Tracer): Promise<void> {
    for (let i = 0; i < TRIES; i++) {
      const { from, to, seen } = await times(trace, source.pid);
      const off = seen < from ? seen - from : Math.max(seen - to, 0);
      t.ok(Math.abs(off) <= TOLERANCE_US, `${when}: ${off} µs off`, { from, to, seen });
    }
  }

  await isRight('at first', trace);
  for (const [by, when] of [
    ['+1 hour', 'set forward'],
    ['-2 hours', 'set back'],
  ] as const) {
    execFileSync('date', ['-s', by], { stdio: 'ignore' });
    await isRight(when, trace);
  }

  execFileSync('rtcwake', ['--mode', 'mem', '--seconds', '6'], { stdio: 'ignore' });
  t.match(await trace.saw('gap'), { reason: /the host slept/ });
  await trace.saw('ready', 2);
  await isRight('after a sleep', trace);
  trace.kill('SIGINT');
  t.equal((await trace.ended(60)).exitCode, 0);

  const later = begin();
  await later.saw('ready');
  await isRight('in a trace that has begun after it', later);
});
