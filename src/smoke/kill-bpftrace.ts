import { pids } from '../host/pids.js';
import { procStat } from '../host/proc-stat.js';
import { read } from '../host/read.js';

/**
 * Kills the bpftrace that this process has started, as another process might.
 *
 * @returns why it could not be killed, or undefined
 */
export function killBpftrace(path: string): string | undefined {
  const pid = descendants(process.pid).find((one) => runs(one, path));
  if (pid === undefined) return `/proc does not show ${path}`;
  try {
    process.kill(pid, 'SIGKILL');
    return undefined;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'failed';
    return code === 'EPERM' ? 'bpftrace is run by sudo, and only root may kill it' : code;
  }
}

function descendants(pid: number): number[] {
  const children = new Map<number, number[]>();
  for (const child of pids()) {
    const parent = procStat(child)?.parent;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), child]);
  }
  const found = [pid];
  for (const one of found) found.push(...(children.get(one) ?? []));
  return found.slice(1);
}

/** Tells whether the path is the program or the script of its shell; a wrapper has it further back. */
function runs(pid: number, path: string): boolean {
  const args = read(`/proc/${pid}/cmdline`)?.split('\0') ?? [];
  return args.slice(0, 2).includes(path);
}
