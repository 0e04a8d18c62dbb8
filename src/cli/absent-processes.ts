import { readdirSync, readFileSync } from 'node:fs';

import { SignalsTraceError } from '../errors.js';
import type { Proc } from '../identity/proc.js';
import type { Filter, Who } from '../program/filter.js';
import { quote } from './filter-flags.js';

/**
 * Says which of the processes asked for don't run now; they may start later, but a pid won't.
 *
 * @returns a sentence for each
 * @throws SignalsTraceError `usage` for a pid that no process has
 */
export function absentProcesses(filter: Filter, proc: Proc): string[] {
  const asked: [string, readonly Who[]][] = [
    ['--from', filter.from],
    ['--to', filter.to],
    ['the target', filter.either],
  ];
  return asked.flatMap(([flag, whos]) =>
    whos.filter((who) => !runs(who, proc)).map((who) => sentence(flag, who)),
  );
}

function sentence(flag: string, who: Who): string {
  switch (who.kind) {
    case 'pid':
      throw notProcess(flag, who.pid);
    case 'name':
      return `${flag} ${quote(who.name)}: no process is called that now; waiting for one`;
    case 'command':
      return `${flag} ${quote(String(who.pattern))}: no command line matches now; waiting for one`;
  }
}

function notProcess(flag: string, pid: number): SignalsTraceError {
  const leader = threadGroup(pid);
  return leader === undefined
    ? new SignalsTraceError(
        'usage',
        `${flag} ${pid}: no process has this pid`,
        'pgrep -a NAME finds pids; a name is traced from its start on',
      )
    : new SignalsTraceError(
        'usage',
        `${flag} ${pid}: that is a thread of process ${leader}`,
        `use ${leader}: signals to and from any of its threads are traced`,
      );
}

function runs(who: Who, proc: Proc): boolean {
  switch (who.kind) {
    case 'pid':
      return who.pid === 0 || threadGroup(who.pid) === who.pid;
    case 'name':
      return pids().some((pid) => comm(pid) === who.name);
    case 'command':
      return pids().some(
        (pid) => pid !== process.pid && who.pattern.test(proc.commandLine(pid) ?? ''),
      );
  }
}

/** The process that a pid or a thread id belongs to; /proc shows threads too, to who asks by id. */
function threadGroup(id: number): number | undefined {
  try {
    return Number(/^Tgid:\s*(\d+)$/m.exec(readFileSync(`/proc/${id}/status`, 'utf8'))?.[1]);
  } catch {
    return undefined;
  }
}

function pids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function comm(pid: number): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/comm`, 'utf8').slice(0, -1);
  } catch {
    return undefined;
  }
}
