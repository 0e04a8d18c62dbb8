import { readFileSync, readlinkSync } from 'node:fs';

/** The text of a small file; undefined where it may not be read, or is not there. */
export function read(path: string): string | undefined {
  return unlessFailed(() => readFileSync(path, 'utf8'));
}

/** The bytes of one; undefined as well. */
export function readBytes(path: string): Buffer | undefined {
  return unlessFailed(() => readFileSync(path));
}

/** Where a symbolic link leads; undefined where it may not be read, or is not there. */
export function readLink(path: string): string | undefined {
  return unlessFailed(() => readlinkSync(path));
}

function unlessFailed<T>(look: () => T): T | undefined {
  try {
    return look();
  } catch {
    return undefined;
  }
}
