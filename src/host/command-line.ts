import { bytesToText } from '../wire/json-text.js';

/** A command line, as far as it could be read. */
export interface CommandLine {
  readonly args: readonly string[];
  readonly truncated: boolean;
}

/**
 * The arguments in a process's memory, each ended by a NUL; a process that has rewritten its title
 * leaves NULs behind, or none.
 *
 * @param length how long all of them are; there may be fewer bytes, or more
 * @returns undefined where the memory could not be read, which reads as zeros
 */
export function commandLine(bytes: Buffer, length: number): CommandLine | undefined {
  const own = bytes.subarray(0, length);
  const text = own.toString('latin1').replace(/\0+$/, '');
  // One empty argument is a NUL.
  const unread = text === '' ? length > 1 : text.includes('\0'.repeat(16));
  if (unread) return undefined;
  const args = text.split('\0').map(bytesToText);
  return { args, truncated: length > bytes.length };
}

/** Arguments as one line, quoted as a shell would need them. */
export function shellLine(args: readonly string[]): string {
  return args.map(shellWord).join(' ');
}

function shellWord(word: string): string {
  return /^[\w@%+=:,./~^-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
