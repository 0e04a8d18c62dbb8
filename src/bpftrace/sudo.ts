import { closeSync, openSync } from 'node:fs';

import { runBriefly } from './brief-run.js';
import { onPath } from './on-path.js';
import { absentSudo, refusalOf, type SudoRefusal } from './sudo-refusal.js';

/** Whether sudo would run bpftrace for this user. */
export type SudoAnswer =
  { readonly runs: 'now' | 'with a password' } | ({ readonly runs: 'never' } & SudoRefusal);

/**
 * Asks sudo, and has sudo ask nobody.
 *
 * @param patienceMs how long sudo may take to answer
 */
export async function askSudo(patienceMs = 10_000): Promise<SudoAnswer> {
  const absent = absentSudo();
  if (absent !== undefined) return { runs: 'never', ...absent };
  const sudo = onPath('sudo') ?? 'sudo';
  // sudo remembers a password for the terminal at which it was given.
  const options = { patienceMs, keepsTerminal: true };
  const run = await runBriefly(sudo, ['-n', '--', 'env', 'true'], options);
  if (run.end.kind === 'exited' && run.end.status === 0) return { runs: 'now' };
  const refusal = refusalOf(sudo, run, patienceMs);
  return refusal.needsTerminal === true && hasTerminal()
    ? { runs: 'with a password' }
    : { runs: 'never', ...refusal };
}

function hasTerminal(): boolean {
  try {
    closeSync(openSync('/dev/tty', 'r+'));
    return true;
  } catch {
    return false;
  }
}
