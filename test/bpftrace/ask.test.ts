import { chmodSync, existsSync } from 'node:fs';
import { join } from 'node:path';

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
    isBroken: false,
  });
});

void t.test('a failure is told in one line', async (t) => {
  const cases: [script: string, failure: string][] = [
    ['echo one >&2; echo two >&2; exit 1', 'it ended with exit status 1 and said: one'],
    ['exit 3', 'it ended with exit status 3'],
    ['kill -KILL $$', 'it ended by SIGKILL'],
  ];
  for (const [script, failure] of cases) {
    t.match(await ask(fakeProgram(t, 'bpftrace', script), '--version'), { failure }, script);
  }
});

void t.test('a file that does not fit this host is told in words', async (t) => {
  const loader =
    'echo "bpftrace: error while loading shared libraries: libbcc.so.0: cannot open shared object file" >&2';
  const cases: [file: string, failure: RegExp][] = [
    [fakeProgram(t, 'bpftrace', `${loader}; exit 127`), /^the library libbcc\.so\.0, .* missing$/],
    ['/nonexistent/bpftrace', /^it does not exist$/],
    ['/', /^it is a folder$/],
  ];
  for (const [file, failure] of cases) {
    t.match(await ask(file, '--version'), { failure, isBroken: true }, file);
  }
});

void t.test('so is a script whose interpreter is missing', async (t) => {
  const file = join(t.testdir({ bpftrace: '#!/nonexistent/sh\n' }), 'bpftrace');
  chmodSync(file, 0o755);
  const expected = { failure: 'it needs an interpreter or a loader that is missing' };
  t.match(await ask(file, '--version'), expected);
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
