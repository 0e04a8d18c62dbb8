import { randomUUID } from 'node:crypto';
import { join } from 'node:path';

import { execa } from 'execa';
import type { Test } from 'tap';

import { runs } from './needs.js';

/** A shell with options under which it expands all that it may. */
export interface Shell {
  readonly name: 'bash' | 'dash' | 'zsh';
  readonly args?: readonly string[];
  /** The first line of each script. */
  readonly setup?: string;
  readonly locale?: string;
  /** Words that this shell reads otherwise where they have no quotes. */
  readonly misreads: readonly string[];
}

/** History is expanded as at a terminal. */
const BASH_HISTORY = 'set -o history -o histexpand; shopt -s extglob globstar failglob';
const ZSH_OPTIONS =
  'setopt extendedglob nomatch magicequalsubst braceccl kshglob rcquotes interactivecomments banghist';

const ALL = ['~root', '$HOME', "''", 'a\\b', '/*'];
const ZSH = [...ALL, '{a,b}', '=ls'];
const ZSH_MORE = [...ZSH, 'a=~', 'a==ls', '^x'];

const SHELLS: Readonly<Record<string, Shell>> = {
  bash: { name: 'bash', misreads: [...ALL, '{a,b}', 'a=~'] },
  'bash, with history': {
    name: 'bash',
    setup: BASH_HISTORY,
    misreads: [...ALL, '{a,b}', 'a=~', '!!'],
  },
  'bash, as sh': { name: 'bash', args: ['--posix'], misreads: ALL },
  'bash, in the locale C': { name: 'bash', locale: 'C', misreads: ALL },
  zsh: { name: 'zsh', args: ['-f'], misreads: ZSH },
  'zsh, interactive': {
    name: 'zsh',
    args: ['-f', '-i', '-s'],
    setup: ZSH_OPTIONS,
    misreads: [...ZSH_MORE, '!!'],
  },
  'zsh, in the locale C': {
    name: 'zsh',
    args: ['-f'],
    setup: ZSH_OPTIONS,
    locale: 'C',
    misreads: ZSH_MORE,
  },
  dash: { name: 'dash', misreads: ALL },
};

/** Runs a test in each shell; a shell that this machine lacks is skipped. */
export function inEachShell(
  t: Test,
  what: string,
  test: (t: Test, shell: Shell) => Promise<void>,
): void {
  for (const [title, shell] of Object.entries(SHELLS)) {
    const skip = runs(shell.name, '-c', ':') ? false : `needs ${shell.name}`;
    void t.test(`${title}: ${what}`, { skip }, (t) => test(t, shell));
  }
}

/**
 * Runs one script of these lines, and returns what each printed as a list of words, each ended by NUL.
 *
 * @param folder searched for programs before all others; also the working directory
 */
export async function wordsPrinted(
  t: Test,
  { name, args = [], setup = ':', locale = 'C.UTF-8' }: Shell,
  lines: readonly string[],
  folder = t.testdir(),
): Promise<string[][]> {
  const mark = randomUUID();
  const script = [setup, ...lines].map((line) => `${line}\nprintf '%s' ${mark}\n`).join('');
  const env = { PATH: `${folder}:/usr/bin:/bin`, HOME: '/', LC_ALL: locale, TERM: 'dumb' };
  const { stdout } = await execa(name, args, {
    input: script,
    cwd: folder,
    env: { ...env, HISTFILE: join(folder, '.history') },
    extendEnv: false,
    // An interactive shell then has no terminal to control.
    detached: true,
    reject: false,
    stripFinalNewline: false,
    timeout: 60_000,
  });
  return stdout
    .split(mark)
    .slice(1, -1)
    .map((words) => words.split('\0').slice(0, -1));
}
