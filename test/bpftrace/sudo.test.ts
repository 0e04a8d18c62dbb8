import { closeSync, openSync } from 'node:fs';
import path from 'node:path';

import t, { type Test } from 'tap';

import { askSudo } from '../../src/bpftrace/sudo.js';
import { fakeProgram, setVariable } from '../support/fake-program.js';

/** Returns the answer where this script is the only program on PATH. */
async function answerOf(t: Test, script: string) {
  setVariable(t, 'PATH', path.dirname(fakeProgram(t, 'sudo', script)));
  return askSudo();
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r+'));
    return true;
  } catch {
    return false;
  }
}

void t.test('sudo runs commands at once', async (t) => {
  t.strictSame(await answerOf(t, '[ "$*" = "-n -- env true" ]'), { runs: 'now' });
});

void t.test('sudo needs a password, which takes a terminal', async (t) => {
  t.match(
    await answerOf(t, 'echo "sudo: a password is required" >&2; exit 1'),
    hasTerminal() ? { runs: 'with a password' } : { runs: 'never', why: /here is no terminal/ },
  );
});

void t.test('sudo refuses this user', async (t) => {
  const refusal = 'joe is not in the sudoers file.';
  t.strictSame(
    await answerOf(t, `echo "unable to resolve host x" >&2; echo "${refusal}" >&2; exit 1`),
    { runs: 'never', why: refusal },
  );
  t.match(await answerOf(t, 'exit 1'), { runs: 'never', why: /exit code 1/ });
});

void t.test('sudo is not installed', async (t) => {
  setVariable(t, 'PATH', t.testdir({}));
  t.strictSame(await askSudo(), { runs: 'never', why: 'it is not installed' });
});
