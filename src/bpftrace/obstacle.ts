import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readlinkSync,
  readSync,
  type Stats,
  statSync,
} from 'node:fs';

/** Node's names of architectures, by the number in the header of an ELF file. */
const MACHINES: Readonly<Record<number, string>> = {
  3: 'ia32',
  22: 's390x',
  40: 'arm',
  62: 'x64',
  183: 'arm64',
  243: 'riscv64',
};
const MACHINE_AT = 18;
const ELF = '\x7fELF';

/** The obstacle that chmod removes. */
export const NOT_PERMITTED = 'may not be executed by this user';

const BY_CODE: Readonly<Record<string, string>> = {
  ENOENT: 'needs an interpreter or a loader that is missing',
  EACCES: 'may not be executed by this user, or its interpreter may not',
  ENOEXEC: 'is neither a script nor a program for this processor',
  ETXTBSY: 'is being written by another process',
  EAGAIN: 'cannot be started: this user may run no more processes',
  ENOMEM: 'cannot be started: the host is out of memory',
};

/** Why this file cannot be executed, as a predicate: "is a folder". undefined if nothing is in the way. */
export function obstacleAt(file: string): string | undefined {
  let stats: Stats;
  try {
    stats = statSync(file);
  } catch (error) {
    return unreachable(file, codeOf(error));
  }
  if (stats.isDirectory()) return 'is a folder';
  if (!stats.isFile()) return 'is no regular file';
  try {
    accessSync(file, constants.X_OK);
    return undefined;
  } catch {
    const everybody = 0o111;
    return (stats.mode & everybody) === everybody
      ? 'is on a file system that is mounted noexec'
      : NOT_PERMITTED;
  }
}

/** Why the start of this program failed with this code, as a predicate. */
export function startFailure(file: string, code: string | undefined): string {
  return obstacleAt(file) ?? BY_CODE[code ?? ''] ?? `cannot be started (${code ?? 'no reason'})`;
}

/** The processor that a program is built for, if it is another one. A shell would run it as a script. */
export function foreignProcessor(file: string): string | undefined {
  const header = Buffer.alloc(MACHINE_AT + 2);
  try {
    const descriptor = openSync(file, 'r');
    readSync(descriptor, header);
    closeSync(descriptor);
  } catch {
    return undefined;
  }
  if (header.toString('latin1', 0, ELF.length) !== ELF) return undefined;
  const machine = MACHINES[header.readUInt16LE(MACHINE_AT)];
  return machine === process.arch ? undefined : machine;
}

function unreachable(file: string, code: string | undefined): string {
  if (code === 'ELOOP') return 'is a link that leads back to itself';
  if (code === 'EACCES') return 'is in a folder that this user may not enter';
  const target = linkTarget(file);
  return target === undefined ? 'does not exist' : `is a link to ${target}, which does not exist`;
}

function linkTarget(file: string): string | undefined {
  try {
    return readlinkSync(file);
  } catch {
    return undefined;
  }
}

function codeOf(error: unknown): string | undefined {
  return (error as NodeJS.ErrnoException).code;
}
