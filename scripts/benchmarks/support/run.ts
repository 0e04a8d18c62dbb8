import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';

/** A process of ours. It does not outlive us. */
export interface Run {
  readonly pid: number;
  /** Where its stdout is a pipe. */
  readonly stdout: Readable;
  readonly stdin: Writable;
  /** The exit status; -1 where a signal ended it. */
  readonly exited: Promise<number>;
  /** Asks it to end, and makes it end when it has not after 20 s. */
  end(signal: NodeJS.Signals): Promise<void>;
}

export interface RunOptions {
  /** Descriptors; a pipe where none is given. */
  readonly stdin?: number;
  readonly stdout?: number;
  readonly env?: Readonly<Record<string, string>>;
}

const PATIENCE_MS = 20_000;
const running = new Set<ChildProcess>();

/** Starts a command; what it says on stderr is told when it fails: bpftrace always says something. */
export function run(command: readonly string[], options: RunOptions = {}): Run {
  const [file = '', ...args] = command;
  const child = spawn(file, args, {
    stdio: [options.stdin ?? 'pipe', options.stdout ?? 'pipe', 'pipe'],
    env: { ...process.env, ...options.env },
  });
  const { pid, stdin, stdout, stderr } = child;
  if (pid === undefined) throw new Error(`cannot start ${file}`);
  running.add(child);
  stdin?.on('error', () => undefined);
  let said = '';
  stderr?.setEncoding('utf8').on('data', (text: string) => (said += text));
  const exited = once(child, 'close').then(([status]) => {
    running.delete(child);
    if (status !== 0 && status !== null)
      console.error(`${file} ended with ${String(status)}: ${said}`);
    return typeof status === 'number' ? status : -1;
  });
  return {
    pid,
    // Only whoever left it a pipe asks for it.
    stdout: stdout as Readable,
    stdin: stdin as Writable,
    exited,
    end: async (signal) => {
      child.kill(signal);
      const timer = setTimeout(() => child.kill('SIGKILL'), PATIENCE_MS);
      await exited;
      clearTimeout(timer);
    },
  };
}

/** Ends whatever still runs, at once. */
export function endAll(): void {
  for (const child of running) child.kill('SIGKILL');
}

process.on('exit', endAll);
for (const [signal, status] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
] as const) {
  process.on(signal, () => process.exit(status));
}
