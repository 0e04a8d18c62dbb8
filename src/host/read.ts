import { readFileSync, readlinkSync } from 'node:fs';

/** The text of a small file; undefined if it is missing or unreadable. */
export function read(path: string): string | undefined {
  return unlessFailed(() => readFileSync(path, 'utf8'));
}

/** The bytes of a small file; undefined if it is missing or unreadable. */
export function readBytes(path: string): Buffer | undefined {
  return unlessFailed(() => readFileSync(path));
}

/** The target of a symbolic link; undefined if it is missing or unreadable. */
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
