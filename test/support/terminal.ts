import { execa } from 'execa';
import type { Test } from 'tap';

import { descendants, type Life, until } from './life.js';

/** A real terminal with a shell in it, on a tmux server of its own. */
export async function openTerminal(t: Test, shell = 'sh') {
  const server = `signals-trace-${process.pid}`;
  // Without what tap adds to the Node processes that its tests start.
  const tmux = async (...args: string[]) =>
    (await execa('env', ['-u', 'NODE_OPTIONS', 'tmux', '-f', '/dev/null', '-L', server, ...args]))
      .stdout;
  await tmux('new-session', '-d', '-x', '120', '-y', '30', `PS1="prompt# " ${shell}`);
  t.teardown(() => tmux('kill-server'));
  const pane = Number(await tmux('display-message', '-p', '#{pane_pid}'));
  const screen = () => tmux('capture-pane', '-p');
  return {
    shows: async (pattern: RegExp) => {
      await until(`${pattern}`, async () => pattern.test(await screen())).catch(
        async (error: unknown) => {
          throw new Error(await screen(), { cause: error });
        },
      );
    },
    type: (line: string) => tmux('send-keys', line, 'Enter'),
    interrupt: () => tmux('send-keys', 'C-c'),
    /** Waits until bpftrace runs here; all that this terminal runs. */
    tracing: async (): Promise<() => readonly Life[]> => {
      const bpftrace = () => descendants(pane).some(({ command }) => command.includes('-f json'));
      await until('bpftrace', bpftrace);
      const family = descendants(pane);
      return () => family;
    },
  };
}
