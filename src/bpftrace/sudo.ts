import { closeSync, openSync } from 'node:fs';

import { execa } from 'execa';

/** Whether sudo would run bpftrace for this user. */
export type SudoAnswer =
  { readonly runs: 'now' | 'with a password' } | { readonly runs: 'never'; readonly why: string };

/** Asks sudo, and has sudo ask nobody. */
export async function askSudo(): Promise<SudoAnswer> {
  const { failed, code, stderr, shortMessage } = await execa('sudo', ['-n', '--', 'env', 'true'], {
    reject: false,
    timeout: 10_000,
    env: { LC_ALL: 'C' },
    stdin: 'ignore',
  });
  if (!failed) return { runs: 'now' };
  if (code === 'ENOENT') return { runs: 'never', why: 'it is not installed' };
  const needsPassword = stderr.includes('password is required');
  if (needsPassword && hasTerminal()) return { runs: 'with a password' };
  if (needsPassword)
    return { runs: 'never', why: 'it asks for a password, and here is no terminal' };
  const [why] = stderr.split('\n').filter((line) => !line.includes('unable to resolve host'));
  return { runs: 'never', why: why || (shortMessage ?? 'it failed') };
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r+'));
    return true;
  } catch {
    return false;
  }
}
