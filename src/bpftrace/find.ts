import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

import { SignalsTraceError } from '../errors.js';
import { isAtLeast, type Version } from '../host/version.js';
import { ask } from './ask.js';

/** A bpftrace on this host. */
export interface Bpftrace extends Version {
  readonly path: string;
  /** bpftrace's own version without the `v`: "0.17.0". */
  readonly version: string;
}

/** PATH under sudo and cron often lacks the system's folders. */
const MORE_FOLDERS = ['/usr/local/bin', '/usr/bin', '/usr/sbin', '/sbin', '/snap/bin'];
const OLDEST = 11;
const INSTALL =
  'install it: apt-get install bpftrace (Debian, Ubuntu), dnf install bpftrace (Fedora, RHEL), pacman -S bpftrace (Arch), apk add bpftrace (Alpine)';
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
  const found =
    wanted === undefined ? search() : executable(wanted) ? path.resolve(wanted) : undefined;
  if (found === undefined) {
    const [what, hint] =
      wanted === undefined
        ? ['bpftrace is not installed', INSTALL]
        : [`There is no program to run at ${wanted}`, NAME_ANOTHER];
    throw new SignalsTraceError('bpftrace_not_found', what, hint);
  }
  const { stdout, failure } = await ask(found, '--version', holds);
  const match = /bpftrace v?(\d+)\.(\d+)([\w.+~-]*)/.exec(stdout);
  if (failure !== undefined || match === null) {
    const [said = ''] = stdout.trim().split('\n');
    const why = failure ?? (said === '' ? 'it said nothing' : `it said: ${said.slice(0, 80)}`);
    throw new SignalsTraceError(
      'bpftrace_unusable',
      `${found} does not say its version as bpftrace does: ${why}`,
      `run ${found} --version, and ${INSTALL}`,
    );
  }
  const [major, minor] = [Number(match[1]), Number(match[2])];
  const version = `${match[1] ?? ''}.${match[2] ?? ''}${match[3] ?? ''}`;
  if (!isAtLeast({ major, minor }, 0, OLDEST)) {
    throw new SignalsTraceError(
      'bpftrace_unusable',
      `${found} is version ${version}; signals-trace needs 0.${OLDEST} or newer`,
      'install a newer bpftrace: your distribution may have one in its backports',
    );
  }
  return { path: found, version, major, minor };
}

/** Whether bpftrace is 0.`minor` or newer. */
export function atLeast(bpftrace: Bpftrace, minor: number): boolean {
  return isAtLeast(bpftrace, 0, minor);
}

/** The first program of this name on PATH. */
export function onPath(name: string): string | undefined {
  return among((process.env['PATH'] ?? '').split(path.delimiter), name);
}

function search(): string | undefined {
  return onPath('bpftrace') ?? among(MORE_FOLDERS, 'bpftrace');
}

function among(folders: readonly string[], name: string): string | undefined {
  return folders
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name))
    .find(executable);
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}
