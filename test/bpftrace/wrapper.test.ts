import { closeSync, openSync } from 'node:fs';
import path from 'node:path';

import { execa } from 'execa';
import t, { type Test } from 'tap';

import { type Command, PROGRAM_PATH, WRAPPER, WRAPPER_PREFIX } from '../../src/bpftrace/wrapper.js';
import { fakeProgram } from '../support/fake-program.js';
import { until } from '../support/until.js';

/** Starts a script under the wrapper, as the program's descriptor 3 and stdout are these already. */
function wrapped(t: Test, script: string) {
  const program = openSync(path.join(t.testdir({ 'program.bt': 'BEGIN {}' }), 'program.bt'), 'r');
  const tracer = fakeProgram(t, 'bpftrace', script);
  const child = execa('sh', ['-c', WRAPPER, 'sh', String(process.pid), '-', '-', '', tracer], {
    stdio: ['pipe', 'pipe', 'pipe', program as 3],
    reject: false,
  });
  closeSync(program);
  const output = { stdout: '', stderr: '' };
  child.stdout.on('data', (piece) => (output.stdout += String(piece)));
  child.stderr.on('data', (piece) => (output.stderr += String(piece)));
  return { child, output, send: (command: Command) => child.stdin.write(`${command}\n`) };
}

void t.test(
  'bpftrace gets the program and the pids, and its status is the exit status',
  async (t) => {
    const { child, output, send } = wrapped(t, 'echo "$# $*"; echo $$; cat "$1"; exit 5');
    await until(() => output.stdout.endsWith('BEGIN {}'), 'the program is printed');
    const [args = '', own = ''] = output.stdout.split('\n');
    const wrapper = String(child.pid);
    t.equal(
      args,
      `7 /proc/${wrapper}/fd/3 ${[wrapper, process.pid, wrapper, wrapper, wrapper, own].join(' ')}`,
    );
    t.equal(`at /proc/${wrapper}/fd/3:`.replaceAll(PROGRAM_PATH, 'program'), 'at program:');
    const poll = setInterval(send, 20, 'over');
    const { exitCode } = await child;
    clearInterval(poll);
    t.equal(exitCode, 5);
  },
);

void t.test('the wrapper proves and counts, and survives what it sends', async (t) => {
  const { child, output, send } = wrapped(t, 'echo begun; sleep 60; sleep 60');
  await until(() => output.stdout !== '', 'it begins');
  for (const command of ['prove', 'halt', 'skips'] as const) send(command);
  await until(() => output.stderr.endsWith('\n'), 'it counts');
  t.equal(output.stderr, `${WRAPPER_PREFIX} skips \n`);
  send('over');
  send('skips');
  await until(() => output.stderr.split('\n').length === 3, 'bpftrace runs, so it is not over');
  send('kill');
  const poll = setInterval(send, 20, 'over');
  const { exitCode } = await child;
  clearInterval(poll);
  t.equal(exitCode, 137);
});

void t.test('without Node bpftrace ends as well', async (t) => {
  const { child, output } = wrapped(t, "trap 'echo bye; exit 0' TERM; echo begun; sleep 60 & wait");
  await until(() => output.stdout === 'begun\n', 'it begins');
  child.stdin.end();
  await until(() => output.stdout === 'begun\nbye\n', 'it is asked to end');
  await child;
});
