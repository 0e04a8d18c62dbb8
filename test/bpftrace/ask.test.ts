import { existsSync } from 'node:fs';

import t from 'tap';

import { ask } from '../../src/bpftrace/ask.js';
import { fakeProgram } from '../support/fake-program.js';
import { until } from '../support/until.js';

void t.test('the answer is what the program prints', async (t) => {
  const program = fakeProgram(t, 'bpftrace', 'echo "asked $*"; echo warning >&2');
  t.strictSame(await ask(program, '--info'), {
    stdout: 'asked --info',
    stderr: 'warning',
    failure: undefined,
  });
});

void t.test('a failure is told in one line', async (t) => {
  const cases: [script: string, failure: string][] = [
    ['echo one >&2; echo two >&2; exit 1', 'one'],
    ['exit 3', 'exit status 3'],
    ['kill -KILL $$', 'SIGKILL'],
  ];
  for (const [script, failure] of cases) {
    t.match(await ask(fakeProgram(t, 'bpftrace', script), '--version'), { failure }, script);
  }
  t.match((await ask('/nonexistent/bpftrace', '--version')).failure, /ENOENT/);
});

void t.test('an endless answer is cut, and no process stays behind', async (t) => {
  const program = fakeProgram(t, 'bpftrace', 'sleep 60 >/dev/null 2>&1 & echo $!; exec yes');
  const { stdout, failure } = await ask(program, '--version');
  t.equal(failure, undefined);
  const [, child = ''] = /^(\d+)\ny\ny\n/.exec(stdout) ?? [];
  t.not(child, '');
  t.ok(stdout.length <= 64 * 1024, `${stdout.length} characters`);
  await until(() => !existsSync(`/proc/${child}`), 'the child of the script ends');
});
