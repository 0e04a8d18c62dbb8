import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { release } from 'node:os';

const TRACEPOINT = 'events/signal/signal_generate/format';
const TRACEFS = ['/sys/kernel/tracing', '/sys/kernel/debug/tracing'];

/** The reason why a live test can't run here, for tap's `skip`; false where it can. */
export const cannotTrace: string | false = missing();

function missing(): string | false {
  if (process.getuid?.() !== 0) return 'needs root';
  if (!runs('bpftrace', '--version')) return 'needs bpftrace';
  if (!TRACEFS.some((folder) => existsSync(`${folder}/${TRACEPOINT}`))) {
    return 'needs tracefs, with the tracepoint signal:signal_generate';
  }
  if (!runs('python3', '--version'))
    return 'needs python3, for processes that signal and are signalled';
  return false;
}

/** The reason why a test at a real terminal can't run here, or false. */
export const cannotShow: string | false =
  cannotTrace === false && !runs('tmux', '-V') ? 'needs tmux' : cannotTrace;

/** Whether this kernel is older than Linux MAJOR.MINOR. */
export function olderThan(major: number, minor: number): boolean {
  const [ours = 0, oursMinor = 0] = release().split('.').map(Number);
  return ours < major || (ours === major && oursMinor < minor);
}

/** Whether this program exists and runs. */
export function runs(command: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
