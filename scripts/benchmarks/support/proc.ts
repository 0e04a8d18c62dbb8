import { readdirSync, readFileSync } from 'node:fs';

/** The kernel tells times in /proc in this unit on every architecture. */
const TICKS_PER_SECOND = 100;

/** CPU seconds, user and system, that all threads of a process have used; none of its children's. */
export function cpuSeconds(pid: number): number {
  const fields = statFields(pid);
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

/** Whether it waits for something to do, rather than for a CPU. */
export function waits(pid: number): boolean {
  return statFields(pid)[0] === 'S';
}

/** The most memory that a process has held at once, MB. */
export function peakMegabytes(pid: number): number {
  const match = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return (Number(match?.[1]) * 1024) / 1e6;
}

/** The process of a name among the descendants of another. */
export function descendant(ancestor: number, comm: string): number {
  const parents = new Map<number, number>();
  const named: number[] = [];
  for (const pid of readdirSync('/proc').map(Number)) {
    if (Number.isNaN(pid)) continue;
    try {
      parents.set(pid, Number(statFields(pid)[1]));
      if (readFileSync(`/proc/${pid}/comm`, 'utf8') === `${comm}\n`) named.push(pid);
    } catch {
      // It has gone meanwhile.
    }
  }
  const found = named.find((pid) => {
    let at: number | undefined = pid;
    while (at !== undefined && at !== ancestor) at = parents.get(at);
    return at === ancestor;
  });
  if (found === undefined) throw new Error(`process ${ancestor} has no descendant ${comm}`);
  return found;
}

/** What follows the name in /proc/PID/stat: state, parent, … */
function statFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}
