import path from 'node:path';

import { SignalsTraceError } from '../errors.js';
import { isAtLeast, type Version } from '../host/version.js';
import { shellWord } from '../shell-line.js';
import { asRoot } from './as-root.js';
import { ask } from './ask.js';
import { installCommand } from './install.js';
import { NOT_PERMITTED, obstacleAt } from './obstacle.js';
import { blockedOnPath, onPath } from './on-path.js';

/** A bpftrace on this host. */
export interface Bpftrace extends Version {
  readonly path: string;
  /** bpftrace's own version without the `v`: "0.17.0". */
  readonly version: string;
}

/** PATH under sudo and cron often lacks the system's folders. */
const MORE_FOLDERS = ['/usr/local/bin', '/usr/bin', '/usr/sbin', '/sbin', '/snap/bin'];
const OLDEST = 11;
const NAME_ANOTHER = 'name a program, or none: the first bpftrace on PATH is run then';

/** How long a timer may be; Node has none without end. */
const LONGEST_MS = 2 ** 31 - 1;

let foundAhead: Promise<Bpftrace> | undefined;

/**
 * Begins to find the first bpftrace on PATH, for the first `findBpftrace` that wants it. Nobody may:
 * Node can exit meanwhile.
 */
export function findAhead(): void {
  foundAhead = find(undefined, false);
  // Whoever wants it is told of a failure.
  foundAhead.catch(() => undefined);
}

/**
 * Finds bpftrace and asks it for its version.
 *
 * @param wanted a path to use instead of the first one on PATH
 * @throws SignalsTraceError `bpftrace_not_found`, `bpftrace_unusable`
 */
export async function findBpftrace(wanted?: string): Promise<Bpftrace> {
  const ahead = wanted === undefined ? foundAhead : undefined;
  if (ahead === undefined) return find(wanted, true);
  foundAhead = undefined;
  const stay = setTimeout(() => undefined, LONGEST_MS);
  try {
    return await ahead;
  } finally {
    clearTimeout(stay);
  }
}

async function find(wanted: string | undefined, holds: boolean): Promise<Bpftrace> {
  const file = wanted === undefined ? search() : named(wanted);
  const { stdout, failure, isBroken } = await ask(file, '--version', holds);
  const look = `see what is wrong: ${shellWord(file)} --version`;
  if (failure !== undefined) {
    throw unusable(
      `The bpftrace at ${file} does not work: ${failure}`,
      isBroken ? installCommand('bpftrace') : look,
    );
  }
  const match = /bpftrace v?(\d+)\.(\d+)([\w.+~-]*)/.exec(stdout);
  if (match === null) {
    const [said = ''] = stdout.trim().split('\n');
    throw unusable(
      `${file} does not say its version as bpftrace does: it said ${said === '' ? 'nothing' : `"${said.slice(0, 80)}"`}`,
      look,
    );
  }
  const [major, minor] = [Number(match[1]), Number(match[2])];
  const version = `${match[1] ?? ''}.${match[2] ?? ''}${match[3] ?? ''}`;
  if (!isAtLeast({ major, minor }, 0, OLDEST)) {
    throw unusable(
      `The bpftrace at ${file} is version ${version}; signals-trace needs 0.${OLDEST} or newer`,
      'install a newer bpftrace, which your distribution may have in its backports',
    );
  }
  return { path: file, version, major, minor };
}

/** Whether bpftrace is 0.`minor` or newer. */
export function atLeast(bpftrace: Bpftrace, minor: number): boolean {
  return isAtLeast(bpftrace, 0, minor);
}

/** The first bpftrace that can be executed. */
function search(): string {
  const found = onPath('bpftrace', MORE_FOLDERS);
  if (found !== undefined) return found;
  const install = installCommand('bpftrace');
  const blocked = blockedOnPath('bpftrace', MORE_FOLDERS);
  const obstacle = blocked === undefined ? undefined : obstacleAt(blocked);
  if (blocked === undefined || obstacle === undefined) {
    throw absent('bpftrace is not installed', install);
  }
  throw absent(
    `bpftrace cannot be executed: ${blocked} ${obstacle}`,
    unblock(blocked, obstacle) ?? install,
  );
}

/** The bpftrace at this path. */
function named(wanted: string): string {
  const obstacle = obstacleAt(wanted);
  if (obstacle === undefined) return path.resolve(wanted);
  throw absent(
    `There is no program to run at ${wanted}: it ${obstacle}`,
    unblock(wanted, obstacle) ?? NAME_ANOTHER,
  );
}

function unblock(file: string, obstacle: string): string | undefined {
  return obstacle === NOT_PERMITTED ? asRoot(`chmod a+x ${shellWord(file)}`) : undefined;
}

function absent(message: string, hint: string): SignalsTraceError {
  return new SignalsTraceError('bpftrace_not_found', message, hint);
}

function unusable(message: string, hint: string): SignalsTraceError {
  return new SignalsTraceError('bpftrace_unusable', message, hint);
}
