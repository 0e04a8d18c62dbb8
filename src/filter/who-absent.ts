import { type SignalsTraceError, usage } from '../errors.js';
import type { Proc } from '../host/live-proc.js';
import { isCalled } from '../names/name.js';
import { shellWord } from '../shell-line.js';
import { CONTAINER } from './container.js';
import { nearest } from './nearest.js';
import type { Present } from './option.js';
import { nobodyIn, pathsNow, type PlaceKind } from './place.js';
import { POD } from './pod.js';
import { quote } from './quote.js';
import { SLICE } from './slice.js';
import { UNIT } from './unit.js';
import type { Who } from './who.js';
import { calledNow, matchesPattern } from './who-match.js';

/** Name of the positional argument in messages. */
const TARGET = 'the target';

/**
 * Returns a sentence for each of these processes that does not run now.
 *
 * @throws SignalsTraceError `usage` for a pid that no process has, and for a name that looks like a slip
 */
export function absentWhos(flag: string, whos: readonly Who[], present: Present): string[] {
  return whos.flatMap((who) => absentWho(flag, who, present) ?? []);
}

function absentWho(flag: string, who: Who, present: Present): string | undefined {
  const { proc } = present;
  switch (who.kind) {
    case 'pid':
      return absentPid(flag, who.pid, present);
    case 'name':
      if (proc.pids().some((pid) => isCalled(calledNow(proc, pid), who.name))) return undefined;
      refuseSlip(flag, who.name, present);
      return `${flag} ${quote(who.name)}: no process is called that now; waiting for one${otherwiseMeant(flag, who.name, present)}`;
    case 'command':
      if (isCommandRunning(who.pattern, proc)) return undefined;
      return `${flag} ${quote(String(who.pattern))}: no command line matches now; waiting for one`;
    case 'unit':
      return absentPlace(flag, who.unit.endsWith('.slice') ? SLICE : UNIT, who.unit, proc);
    case 'container':
      return absentPlace(flag, CONTAINER, who.container, proc);
    case 'pod':
      return absentPlace(flag, POD, who.pod, proc);
  }
}

/** Leaves out the tracer itself, whose command line holds every pattern. */
function isCommandRunning(pattern: RegExp, proc: Proc): boolean {
  return proc
    .pids()
    .some((pid) => pid !== process.pid && matchesPattern(proc.commandLine(pid) ?? '', pattern));
}

function absentPlace(flag: string, kind: PlaceKind, name: string, proc: Proc): string | undefined {
  const paths = pathsNow(proc);
  if (paths.some((path) => kind.isIn(path, name))) return undefined;
  return `${flag} ${quote(name)}: ${nobodyIn(kind, name, paths)}`;
}

/** Refuses a pid that no process has. With --attempts, failed calls to it can still be traced. */
function absentPid(flag: string, pid: number, { proc, attempts }: Present): string | undefined {
  if (pid === 0) return undefined;
  const process = proc.processOf(pid);
  if (process === pid) return undefined;
  if (!attempts || process !== undefined || flag === '--from') throw noProcess(flag, pid, process);
  return `${flag} ${pid}: no process has this pid; waiting for calls that try it all the same`;
}

/** Refuses a name that no process has and that looks like a duration or a command. */
function refuseSlip(flag: string, name: string, { commands }: Present): void {
  const named = `for a process whose command line has it, ${shellWord(`/${name}/`)}`;
  const duration = /^\d+(\.\d+)?(ms|s|m|h|d)$/.test(name);
  if (duration) {
    throw usage(
      `${flag} ${name}: no process is called that; it is a length of time`,
      `--duration ${name} ends the trace after it; ${named}`,
    );
  }
  const command = flag === TARGET ? nearest(name, commands, 1) : undefined;
  if (command !== undefined) {
    throw usage(
      `There is no command ${quote(name)}, and no process is called that`,
      `did you mean signals-trace ${command}? ${named}`,
    );
  }
}

/** Returns a guess at another meaning of a name that no process has yet. */
function otherwiseMeant(flag: string, name: string, { commands }: Present): string {
  if (/^\d/.test(name)) return ' (a pid has digits alone)';
  const guess = flag === TARGET ? nearest(name, commands) : undefined;
  return guess === undefined ? '' : ` (for the command: signals-trace ${guess})`;
}

function noProcess(flag: string, pid: number, process: number | undefined): SignalsTraceError {
  return process === undefined
    ? usage(
        `${flag} ${pid}: no process has this pid`,
        'pgrep -a NAME finds pids; a name is traced from its start on',
      )
    : usage(
        `${flag} ${pid}: this is a thread of process ${process}`,
        `give ${process}: that means all of its threads`,
      );
}
