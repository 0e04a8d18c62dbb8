import { chmodSync, closeSync, openSync } from 'node:fs';
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
    hasTerminal() ? { runs: 'with a password' } : { runs: 'never', why: /without a terminal/ },
  );
});

void t.test('sudo refuses this user', async (t) => {
  const refusal = 'joe is not in the sudoers file.';
  t.match(await answerOf(t, `echo "unable to resolve host x" >&2; echo "${refusal}" >&2; exit 1`), {
    runs: 'never',
    why: /does not let this user/,
    fix: /: su -$/,
  });
  t.match(await answerOf(t, 'exit 1'), { runs: 'never', why: /it failed, and said nothing$/ });
});

void t.test('sudo is not installed', async (t) => {
  setVariable(t, 'PATH', t.testdir({}));
  t.match(await askSudo(), { runs: 'never', why: 'sudo is not installed', fix: /: su -$/ });
});

void t.test('sudo, or a child of it, that never ends is not waited for', async (t) => {
  setVariable(t, 'PATH', path.dirname(fakeProgram(t, 'sudo', '/bin/sleep 60')));
  t.match(await askSudo(200), { runs: 'never', why: /did not end within 0\.2 s$/ });
});

void t.test('sudo that cannot be executed', async (t) => {
  const folder = t.testdir({ sudo: {}, script: { sudo: '#!/nonexistent/sh\n' } });
  setVariable(t, 'PATH', folder);
  t.match(await askSudo(), { runs: 'never', why: /cannot be executed: \S+\/sudo is a folder$/ });
  chmodSync(path.join(folder, 'script/sudo'), 0o755);
  setVariable(t, 'PATH', path.join(folder, 'script'));
  t.match(await askSudo(), { runs: 'never', why: /sudo needs an interpreter .* is missing$/ });
});
