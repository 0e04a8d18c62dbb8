// Tab in the real shells, as `completion install` leaves them.
import { execaSync } from 'execa';
import t, { type Test } from 'tap';

import { runs } from '../support/needs.js';
import { append, shellHome } from '../support/shell-home.js';
import { Terminal } from '../support/tmux.js';

t.setTimeout(120_000);

const SHELLS = { bash: ['bash', '--rcfile', '.bashrc', '-i'], zsh: ['zsh', '-i'] } as const;
/** The screens' widths tell their servers apart. */
const COLUMNS = { bash: 111, zsh: 112 } as const;

function skip(shell: string): string | false {
  const missing = ['tmux', shell].filter(
    (program) => !runs(program, program === 'tmux' ? '-V' : '--version'),
  );
  return missing.length > 0 && `needs ${missing.join(' and ')}`;
}

/** A shell that has read what `completion install` wrote, and done what it said. */
async function shellOf(t: Test, shell: keyof typeof SHELLS) {
  const { home, path } = shellHome(t);
  const env = {
    HOME: home,
    ZDOTDIR: home,
    XDG_DATA_HOME: `${home}/data`,
    PATH: path,
    SHELL: shell,
  };
  // Root's would be everybody's.
  const { stdout } = execaSync('signals-trace', ['completion', shell], { env });
  const rc = shell === 'bash' ? '.bashrc' : '.zshrc';
  if (shell === 'zsh') append(home, rc, 'autoload -Uz compinit; compinit -D -u');
  append(home, rc, stdout);
  append(home, rc, `cd ${home}`);
  const command = ['sh', '-c', `cd "$HOME" && exec ${SHELLS[shell].join(' ')}`];
  const terminal = await Terminal.open(t, COLUMNS[shell], command, env);
  await terminal.shows('$');
  return terminal;
}

for (const shell of ['bash', 'zsh'] as const) {
  void t.test(shell, { skip: skip(shell) }, async (t) => {
    const terminal = await shellOf(t, shell);
    const cases: readonly (readonly [typed: string, shows: string])[] = [
      ['signals-trace doc', 'signals-trace doctor '],
      ['signals-trace --ou', 'signals-trace --output '],
      ['signals-trace -o w', 'signals-trace -o wide '],
      ['signals-trace -s TER', 'signals-trace -s TERM '],
      ['signals-trace -s KILL,TER', 'signals-trace -s KILL,TERM '],
      ['signals-trace --signal=TER', 'signals-trace --signal=TERM '],
      ['signals-trace --origin oo', 'signals-trace --origin oom '],
      ['signals-trace --to-user daem', 'signals-trace --to-user daemon '],
      [`signals-trace --to ${process.pid}`, `signals-trace --to ${process.pid} `],
      ['signals-trace smoke --report ju', 'signals-trace smoke --report junit '],
      ['signals-trace --write .bash', 'signals-trace --write .bashrc '],
      ['signals-trace help pro', 'signals-trace help program '],
    ];
    for (const [typed, shows] of cases) {
      await terminal.press('C-u');
      await terminal.type(typed);
      await terminal.press('Tab');
      // What follows the word shows that it is whole.
      await terminal.type('x');
      await terminal.shows(`${shows}x`);
      t.pass(shows);
    }
    await terminal.press('C-u');
    await terminal.type('signals-trace --log-level ');
    await terminal.press('Tab');
    await terminal.press('Tab');
    await terminal.shows('debug');
    await terminal.press('C-u');
    await terminal.type('signals-trace --js');
    await terminal.press('Tab');
    await terminal.type('x');
    await terminal.shows('signals-trace --json x');
    t.pass('a list of values, and an option after it');
  });
}
