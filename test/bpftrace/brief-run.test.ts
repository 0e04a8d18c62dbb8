import t, { type Test } from 'tap';

import { runBriefly } from '../../src/bpftrace/brief-run.js';
import { fakeProgram } from '../support/fake-program.js';

function run(t: Test, script: string, patienceMs = 10_000) {
  return runBriefly(fakeProgram(t, 'program', script), ['one', 'two'], { patienceMs });
}

void t.test('what it prints, and how it ends', async (t) => {
  t.strictSame(await run(t, 'echo "$*"; echo "$LC_ALL" >&2; exit 3'), {
    stdout: 'one two',
    stderr: 'C',
    end: { kind: 'exited', status: 3 },
  });
  t.match(await run(t, 'kill -SEGV $$'), { end: { kind: 'died', signal: 'SIGSEGV' } });
  t.match(await run(t, 'exec yes'), { stdout: /^y\ny\n/, end: { kind: 'cut' } });
});

void t.test('it is not waited for longer than asked, nor is a child of it', async (t) => {
  t.match(await run(t, 'sleep 60; true', 200), { end: { kind: 'too late' } });
  const options = { patienceMs: 200, keepsTerminal: true };
  const program = fakeProgram(t, 'program', 'sleep 5; true');
  t.match(await runBriefly(program, [], options), { end: { kind: 'too late' } });
});

void t.test('one that cannot be started', async (t) => {
  const { end } = await runBriefly('/nonexistent/program', [], { patienceMs: 1000 });
  t.strictSame(end, { kind: 'not started', code: 'ENOENT' });
});

void t.test('a start that Node throws at', async (t) => {
  const long = 'x'.repeat(8 * 1024 * 1024);
  const { end } = await runBriefly('/bin/true', [long], { patienceMs: 1000 });
  t.strictSame(end, { kind: 'not started', code: 'E2BIG' });
});
