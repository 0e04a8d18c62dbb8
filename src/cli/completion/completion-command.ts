import path from 'node:path';

import { isRoot } from '../../bpftrace/as-root.js';
import { usage } from '../../errors.js';
import { quote } from '../../filter/quote.js';
import { print } from '../print.js';
import { bashReply } from './bash.js';
import { complete, SHELLS } from './complete.js';
import { hostValues } from './host-values.js';
import { install, placeOf, SCRIPTS, type Shell } from './install.js';
import { shellLine } from './shell-line.js';
import { zshReply } from './zsh.js';

/**
 * `signals-trace completion [bash|zsh|install]`. The scripts call it with `offer`.
 *
 * @throws SignalsTraceError `usage` for other words, `cannot_write`
 */
export async function completionCommand(args: readonly string[]): Promise<void> {
  const [word, ...others] = args;
  if (word === 'offer') return print(offer(others));
  if (word === 'install') return print(installed(shellOf(others[0])));
  if (others.length > 0) throw noShell(others.join(' '));
  await print(SCRIPTS[shellOf(word)]);
}

function offer([shell, ...rest]: readonly string[]): string {
  const host = hostValues();
  if (shell === 'zsh') return zshReply(complete(rest, host));
  const [line = '', breaks = '', type = ''] = rest;
  const split = shellLine(line);
  return bashReply(complete(split.words.slice(1), host), split, breaks, type);
}

function installed(shell: Shell): string {
  const place = placeOf(shell, process.env, isRoot());
  install(shell, place);
  const step =
    place.type === undefined ? '' : `if new shells don't complete yet, type: ${place.type}\n`;
  return `wrote ${place.file}; new shells of ${shell} read it\n${step}`;
}

/** Returns the shell of this name, without one the user's. */
function shellOf(name: string | undefined): Shell {
  const asked = name ?? path.basename(process.env['SHELL'] ?? 'bash');
  const shell = SHELLS.find((known) => known === asked);
  if (shell === undefined) throw noShell(asked);
  return shell;
}

function noShell(asked: string) {
  return usage(
    `There is no completion for ${quote(asked)}`,
    'signals-trace completion bash, or zsh, prints a script; completion install puts it in its place',
  );
}
