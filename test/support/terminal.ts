import { execa } from 'execa';
import type { Test } from 'tap';

import { BIN, descendants, type Life } from './life.js';
import { until } from './until.js';

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
      await until(async () => pattern.test(await screen()), `${pattern}`).catch(
        async (error: unknown) => {
          throw new Error(await screen(), { cause: error });
        },
      );
    },
    type: (line: string) => tmux('send-keys', line, 'Enter'),
    interrupt: () => tmux('send-keys', 'C-c'),
    /** Waits until bpftrace runs here; returns all processes of this terminal. */
    tracing: async (): Promise<() => readonly Life[]> => {
      const bpftrace = () => descendants(pane).some(({ command }) => command.includes('-f json'));
      await until(bpftrace, 'bpftrace');
      const family = descendants(pane);
      return () => family;
    },
  };
}

/** Traces in a terminal until the table has begun; returns what Ctrl-C does then. */
export async function interruptedTrace(t: Test, shell?: string): Promise<void> {
  const terminal = await openTerminal(t, shell);
  await terminal.type(`${process.execPath} ${BIN} -s KILL --to 1`);
  const family = await terminal.tracing();
  await terminal.shows(/TIME +FROM/);
  await terminal.shows(/^(?![^]*starting)/);
  await terminal.interrupt();
  await until(() => !family().some(({ alive }) => alive()), 'all gone');
  await terminal.shows(/0 signals shown, 0 lost[^\n]*\nprompt#\s*$/);
}
