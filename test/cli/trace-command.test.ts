import { existsSync } from 'node:fs';
import path from 'node:path';

import t, { type Test } from 'tap';

import type { TraceFlags } from '../../src/cli/options.js';
import { traceCommand } from '../../src/cli/trace-command.js';
import { fakeProgram } from '../support/fake-program.js';
import { stdoutOf } from '../support/stdout-of.js';

/** Runs the command; returns its error, and what it wrote. */
async function trace(t: Test, flags: Record<string, unknown>) {
  const written = t.capture(process.stderr, 'write', () => true);
  let error: unknown;
  const stdout = await stdoutOf(async () => {
    error = await traceCommand(flags as unknown as TraceFlags).catch((error: unknown) => error);
  });
  const stderr = written()
    .map(({ args }) => String(args[0]))
    .join('');
  written.restore();
  return { error, stdout, stderr };
}

void t.test('wrong usage prints nothing and opens no file', async (t) => {
  const cases: [flags: Record<string, unknown>, message: RegExp][] = [
    [{ json: true, output: 'wide' }, /--json and --output wide contradict/],
    [{ duration: '10x' }, /--duration "10x"/],
    [{ count: '0' }, /--count "0"/],
    [{ to: '4194303' }, /--to 4194303: no process has this pid/],
  ];
  const file = path.join(t.testdir({}), 'records.ndjson');
  for (const [flags, message] of cases) {
    const { error, stdout, stderr } = await trace(t, { ...flags, write: file });
    t.match(error, { code: 'usage', message });
    t.equal(stdout + stderr, '', String(message));
  }
  t.notOk(existsSync(file));
});

void t.test('a process that does not run yet gets a line on stderr', async (t) => {
  const { error, stdout, stderr } = await trace(t, { to: 'not-yet', bpftrace: '/nonexistent' });
  t.match(stderr, /^--to "not-yet": no process is called that now; waiting for one\n$/);
  t.match(error, { code: 'bpftrace_not_found' });
  t.equal(stdout, '');
});

void t.test('a bpftrace that may load nothing: its error, and signals as before', async (t) => {
  const bpftrace = fakeProgram(
    t,
    'bpftrace',
    `case $* in *--version*) echo bpftrace v0.17.0; exit ;; esac
     echo "Kernel lockdown is enabled and set to 'confidentiality'." >&2; exit 1`,
  );
  const listeners = process.listenerCount('SIGINT');
  const { error, stderr } = await trace(t, { bpftrace, 'log-level': 'debug' });
  t.match(error, { code: 'lockdown' });
  t.match(stderr, /^debug: /m);
  t.equal(process.listenerCount('SIGINT'), listeners);
});
