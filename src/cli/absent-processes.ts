import type { SignalsTraceError } from '../errors.js';
import type { Filter, Who } from '../filter/filter.js';
import { matches } from '../filter/user-space-filter.js';
import { type CgroupPlace, isInContainer, isInPod, isInUnit, placeOf } from '../host/cgroup.js';
import type { Proc } from '../host/live-proc.js';
import { nearest } from './nearest.js';
import { COMMAND_NAMES } from './options.js';
import { quote } from './quote.js';
import { usage } from './usage.js';

/**
 * Says which of the processes asked for don't run now; they may start later, but a pid won't.
 *
 * @param attempts calls that fail are traced too: those for a pid that has gone are among them
 * @returns a sentence for each
 * @throws SignalsTraceError `usage` for a pid that no process has, and for a name that is hardly meant
 */
export function absentProcesses(filter: Filter, proc: Proc, attempts = false): string[] {
  const asked: [string, readonly Who[]][] = [
    ['--from', filter.from],
    ['--to', filter.to],
    ['the target', filter.either],
  ];
  return [
    ...asked.flatMap(([flag, whos]) =>
      whos.filter((who) => !runs(who, proc)).map((who) => sentence(flag, who, proc, attempts)),
    ),
    ...emptyPlaces(filter, proc),
  ];
}

/** Units, containers and pods that no process is in. */
function emptyPlaces(filter: Filter, proc: Proc): string[] {
  const asked = [
    ['--from-unit', 'unit', filter.fromUnits, isInUnit],
    ['--unit', 'unit', filter.toUnits, isInUnit],
    ['--from-container', 'container', filter.fromContainers, isInContainer],
    ['--container', 'container', filter.toContainers, isInContainer],
    ['--pod', 'pod', filter.toPods, isInPod],
  ] as const;
  if (asked.every(([, , names]) => names.length === 0)) return [];
  const places = placesNow(proc);
  return asked.flatMap(([flag, kind, names, isIn]) =>
    names
      .filter((name) => !places.some((place) => isIn(place, name)))
      .map((name) => {
        const guess = kind === 'unit' ? nearest(plain(name), units(places)) : undefined;
        const meant = guess === undefined ? '' : ` (there is ${guess})`;
        return `${flag} ${quote(name)}: no process is in such a ${kind} now; waiting for one${meant}`;
      }),
  );
}

function units(places: readonly CgroupPlace[]): string[] {
  return [...new Set(places.map(({ unit }) => plain(unit ?? '')))];
}

/** As people call it. */
function plain(unit: string): string {
  return unit.replace(/\.service$/, '');
}

/** Where the processes of this host belong. */
function placesNow(proc: Proc): CgroupPlace[] {
  const paths = new Set(proc.pids().map((pid) => proc.cgroup(pid)));
  return [...paths].filter((path) => path !== undefined).map(placeOf);
}

function sentence(flag: string, who: Who, proc: Proc, attempts: boolean): string {
  switch (who.kind) {
    case 'pid': {
      const process = proc.processOf(who.pid);
      if (!attempts || process !== undefined || flag === '--from') {
        throw noProcess(flag, who.pid, process);
      }
      return `${flag} ${who.pid}: no process has this pid; waiting for calls that try it all the same`;
    }
    case 'name':
      refuseSlip(flag, who.name);
      return `${flag} ${quote(who.name)}: no process is called that now; waiting for one${otherwiseMeant(flag, who.name)}`;
    case 'command':
      return `${flag} ${quote(String(who.pattern))}: no command line matches now; waiting for one`;
  }
}

/** What no process is called now, and is more likely something else. */
function refuseSlip(flag: string, name: string): void {
  const named = `for a process whose command line has it, '/${name}/'`;
  const duration = /^\d+(\.\d+)?(ms|s|m|h|d)$/.test(name);
  if (duration) {
    throw usage(
      `${flag} ${name}: no process is called that; it is a length of time`,
      `--duration ${name} ends the trace after it; ${named}`,
    );
  }
  const command = flag === 'the target' ? nearest(name, COMMAND_NAMES, 1) : undefined;
  if (command !== undefined) {
    throw usage(
      `There is no command ${quote(name)}, and no process is called that`,
      `did you mean signals-trace ${command}? ${named}`,
    );
  }
}

/** What a name may have been meant for that is waited for all the same. */
function otherwiseMeant(flag: string, name: string): string {
  if (/^\d/.test(name)) return ' (a pid has digits alone)';
  const guess = flag === 'the target' ? nearest(name, COMMAND_NAMES) : undefined;
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

function runs(who: Who, proc: Proc): boolean {
  switch (who.kind) {
    case 'pid':
      return who.pid === 0 || proc.processOf(who.pid) === who.pid;
    case 'name':
      return proc.pids().some((pid) => proc.comm(pid) === who.name);
    case 'command':
      return proc
        .pids()
        .some((pid) => pid !== process.pid && matches(proc.commandLine(pid) ?? '', who.pattern));
  }
}
