import { bytesToText } from '../wire/json-text.js';

/** The readable part of a command line. */
export interface CommandLine {
  readonly args: readonly string[];
  readonly truncated: boolean;
}

/**
 * Parses the arguments in a process's memory, each ended by a NUL. A process that has written a title over
 * them may leave extra NULs, or none where the title is longer than they were.
 *
 * @param length the length of all arguments; `bytes` may hold fewer or more
 * @returns undefined if the memory was unreadable, which gives zeros
 */
export function commandLine(bytes: Buffer, length: number): CommandLine | undefined {
  const own = bytes.subarray(0, length);
  const text = own.toString('latin1').replace(/\0+$/, '');
  // One NUL alone is an empty argument.
  const unread = text === '' ? length > 1 : text.includes('\0'.repeat(16));
  if (unread) return undefined;
  const args = text.split('\0').map(bytesToText);
  // A title that is longer than the arguments goes on in the environment, without a NUL between.
  const goesOn = length <= bytes.length && own.at(-1) !== 0;
  return { args, truncated: goesOn || length > bytes.length };
}
