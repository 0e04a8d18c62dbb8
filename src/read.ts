import { readFileSync, readlinkSync } from 'node:fs';

/** The text of a small file; undefined where it may not be read, or is not there. */
export function read(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** Where a symbolic link leads; undefined where it may not be read, or is not there. */
export function readLink(path: string): string | undefined {
  try {
    return readlinkSync(path);
  } catch {
    return undefined;
  }
}
