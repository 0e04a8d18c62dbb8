import { existsSync } from 'node:fs';

/** The package's folder: above this file, however deep a build has put it. */
const FOLDER = ['../', '../../']
  .map((up) => new URL(up, import.meta.url))
  .find((folder) => existsSync(new URL('package.json', folder)));

/** A file of this package, by its path from the package's folder. */
export function packageFile(path: string): URL {
  return new URL(path, FOLDER);
}
