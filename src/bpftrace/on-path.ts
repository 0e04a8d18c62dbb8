import { lstatSync } from 'node:fs';
import path from 'node:path';

import { obstacleAt } from './obstacle.js';

/**
 * The first program of this name on PATH that can be executed.
 *
 * @param more folders to search after those of PATH
 */
export function onPath(name: string, more: readonly string[] = []): string | undefined {
  return filesOf(name, more).find((file) => obstacleAt(file) === undefined);
}

/** The first file of this name, for when none can be executed. */
export function blockedOnPath(name: string, more: readonly string[] = []): string | undefined {
  return filesOf(name, more).find(exists);
}

function filesOf(name: string, more: readonly string[]): string[] {
  return [...(process.env['PATH'] ?? '').split(path.delimiter), ...more]
    .filter((folder) => path.isAbsolute(folder))
    .map((folder) => path.join(folder, name));
}

/** Whether there is such a file, or a link that leads nowhere. */
function exists(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false }) !== undefined;
  } catch {
    return false;
  }
}
