import { existsSync } from 'node:fs';

import { execa } from 'execa';
import type { Test } from 'tap';

import { until } from './until.js';

/** The distribution's own: what stands before it on PATH may be a shell script with children. */
export const PYTHON = existsSync('/usr/bin/python3') ? '/usr/bin/python3' : 'python3';

const PRELUDE = `
import ctypes, json, os, resource, signal, sys, threading, time
libc = ctypes.CDLL(None, use_errno=True)
def named(name):
    with open('/proc/thread-self/comm', 'wb') as comm: comm.write(name)
def say(**what): print(json.dumps(what), flush=True)
resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
named(os.fsencode(sys.argv[1]))
`;

/** A process that a test owns and that says JSON, a line at a time. */
export interface Puppet {
  readonly pid: number;
  /** The next line that it says. */
  hears(): Promise<Record<string, number>>;
  /** Writes a line to its stdin. */
  tell(line: string): void;
  /** Ends its stdin. */
  dismiss(): void;
  /** Waits until it has ended: its exit code, or the signal that ended it. */
  readonly ended: Promise<number | string>;
}

/** Starts a process of this name (comm) that runs a Python script; killed when the test is over. */
export function puppet(t: Test, name: string, script: string, ...args: string[]): Puppet {
  const child = execa(PYTHON, ['-c', PRELUDE + script, name, ...args], {
    reject: false,
    buffer: false,
  });
  let said = '';
  let wrong = '';
  let heard = 0;
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (wrong += chunk.toString()));
  t.teardown(async () => {
    child.kill('SIGKILL');
    await child;
  });
  return {
    pid: child.pid ?? 0,
    async hears() {
      const line = await until(
        () => (said.split('\n').length > heard + 1 ? said.split('\n')[heard] : undefined),
        () => `${name} said no more than ${JSON.stringify(said)}; ${wrong}`,
      );
      heard++;
      return JSON.parse(line) as Record<string, number>;
    },
    tell(line) {
      child.stdin.write(`${line}\n`);
    },
    dismiss() {
      child.stdin.end();
    },
    ended: child.then(({ exitCode, signal }) => signal ?? exitCode ?? -1),
  };
}
