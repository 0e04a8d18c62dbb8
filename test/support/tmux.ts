import { execa } from 'execa';
import type { Test } from 'tap';

import { until } from './until.js';

/** A terminal of so many columns, with a tmux server of its own, in which one command runs. */
export class Terminal {
  readonly #server: string;

  private constructor(server: string) {
    this.#server = server;
  }

  static async open(
    t: Test,
    columns: number,
    command: readonly string[],
    env: NodeJS.ProcessEnv = {},
  ): Promise<Terminal> {
    const terminal = new Terminal(`signals-trace-${process.pid}-${columns}`);
    t.teardown(() => terminal.#tmux('kill-server'));
    const set = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    const size = ['-x', String(columns), '-y', '120'];
    const run = ['env', '-u', 'NO_COLOR', '-u', 'FORCE_COLOR', ...set, ...command];
    // The screen is to stay after the command has ended.
    const stay = ['set', '-g', 'remain-on-exit', 'on', ';'];
    await terminal.#tmux('-f', '/dev/null', 'start', ';', ...stay, 'new', '-d', ...size, ...run);
    return terminal;
  }

  /** The lines shown since the screen was last cleared. */
  async lines(): Promise<string[]> {
    const { stdout } = await this.#tmux('capture-pane', '-p', '-S', '-');
    return stdout.trimEnd().split('\n');
  }

  /** The same with its colours, each escape character as ESC. */
  async coloured(): Promise<string> {
    const { stdout } = await this.#tmux('capture-pane', '-p', '-e', '-S', '-');
    return stdout.replaceAll('\u001B', 'ESC');
  }

  /** Waits until this text is shown, so many times. */
  async shows(text: string, times = 1): Promise<void> {
    const isShown = (lines: readonly string[]) => lines.join('\n').split(text).length > times;
    await this.#comes(async () => isShown(await this.lines()), `${text} (${times} times)`);
  }

  /** Waits until the command has ended. */
  async ended(): Promise<void> {
    const dead = async () => (await this.#tmux('display', '-p', '#{pane_dead}')).stdout === '1';
    await this.#comes(dead, 'the end of the command');
  }

  /** Waits, but not for ever; a failure shows the screen. */
  async #comes(isThere: () => Promise<boolean>, what: string): Promise<void> {
    await until(isThere, what, 60).catch(async (error: unknown) => {
      throw new Error(`no ${what} in\n${(await this.lines()).join('\n')}`, { cause: error });
    });
  }

  async type(text: string): Promise<void> {
    await this.#tmux('send-keys', '-l', text);
  }

  async press(key: string): Promise<void> {
    await this.#tmux('send-keys', key);
  }

  async #tmux(...args: readonly string[]) {
    return execa('tmux', ['-u', '-L', this.#server, ...args], { env: { LC_ALL: 'C.UTF-8' } });
  }
}
