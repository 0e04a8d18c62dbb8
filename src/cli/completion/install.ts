import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { shellWord } from '../../shell-line.js';
import { cannotWrite } from '../write-failure.js';
import { BASH_SCRIPT } from './bash.js';
import type { SHELLS } from './complete.js';
import { ZSH_SCRIPT } from './zsh.js';

export type Shell = (typeof SHELLS)[number];

/** A script's place, and what makes a shell read it that does not yet. */
export interface Place {
  readonly file: string;
  readonly type?: string;
}

export const SCRIPTS: Readonly<Record<Shell, string>> = { bash: BASH_SCRIPT, zsh: ZSH_SCRIPT };

/** Where bash-completion itself is: without it bash looks for no scripts. */
const BASH_COMPLETION = '/usr/share/bash-completion/bash_completion';

/** Returns where the shell looks for the script: root's is for all users. */
export function placeOf(
  shell: Shell,
  env: Readonly<NodeJS.ProcessEnv>,
  root: boolean,
  exists: (file: string) => boolean = existsSync,
): Place {
  const own = env['XDG_DATA_HOME'] || path.join(env['HOME'] || '/', '.local/share');
  const data = root ? '/usr/local/share' : own;
  if (shell === 'bash') {
    const file = path.join(data, 'bash-completion/completions/signals-trace');
    return exists(BASH_COMPLETION)
      ? { file }
      : {
          file,
          type: `echo ${shellWord(`. ${shellWord(file)}`)} >> ~/.bashrc, or install bash-completion`,
        };
  }
  const folder = path.join(data, 'zsh/site-functions');
  const file = path.join(folder, '_signals-trace');
  // Every zsh reads the folder of /usr/local.
  const fpath = root ? '' : `fpath=(${shellWord(folder)} $fpath); `;
  return { file, type: `echo ${shellWord(`${fpath}autoload -Uz compinit; compinit`)} >> ~/.zshrc` };
}

/** @throws SignalsTraceError `cannot_write` */
export function install(shell: Shell, { file }: Place): void {
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, SCRIPTS[shell]);
  } catch (error) {
    throw cannotWrite(file, error);
  }
}
