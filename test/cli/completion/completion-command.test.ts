import t from 'tap';

import { BASH_SCRIPT } from '../../../src/cli/completion/bash.js';
import { completionCommand } from '../../../src/cli/completion/completion-command.js';
import { ZSH_SCRIPT } from '../../../src/cli/completion/zsh.js';
import { stdoutOf } from '../../support/stdout-of.js';

async function printed(...args: readonly string[]): Promise<string> {
  return stdoutOf(() => completionCommand(args));
}

void t.test('the scripts, and what they ask for', async (t) => {
  t.equal(await printed('bash'), BASH_SCRIPT);
  t.equal(await printed('zsh'), ZSH_SCRIPT);
  t.intercept(process, 'env', { value: { ...process.env, SHELL: '/usr/bin/zsh' } });
  t.equal(await printed(), ZSH_SCRIPT);
  t.equal(await printed('offer', 'bash', 'signals-trace --ou', '=', '9'), 'words\n--output\n');
  t.match(await printed('offer', 'zsh', '--ou'), /^words\n--output\tOutput format/);
});

void t.test('another shell is wrong usage', async (t) => {
  for (const args of [['fish'], ['bash', 'zsh'], ['install', 'fish']]) {
    await t.rejects(completionCommand(args), { code: 'usage', hint: /bash, or zsh/ });
  }
});
