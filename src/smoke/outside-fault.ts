import { pids } from '../host/pids.js';
import { procStat } from '../host/proc-stat.js';
import { read } from '../host/read.js';

/** Kills the bpftrace that this process has started, as somebody else might; says why it could not. */
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

function descendants(of: number): number[] {
  const children = new Map<number, number[]>();
  for (const pid of pids()) {
    const parent = procStat(pid)?.parent;
    if (parent !== undefined) children.set(parent, [...(children.get(parent) ?? []), pid]);
  }
  const found = [of];
  for (const pid of found) found.push(...(children.get(pid) ?? []));
  return found.slice(1);
}

/** Its program, or the script of its shell; who starts it has the path further back among its arguments. */
function runs(pid: number, path: string): boolean {
  const args = read(`/proc/${pid}/cmdline`)?.split('\0') ?? [];
  return args.slice(0, 2).includes(path);
}
