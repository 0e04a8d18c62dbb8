import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { buildSync } from 'esbuild';

import { BUNDLED, ROOT } from '../../bundle.js';
import { temporaryFolder } from './temporary.js';

/**
 * The command that runs one of workers/ with nothing but Node in its process: bundled as the build
 * does. It is a file, for a program given as an argument would be a command line as no usual process
 * has one.
 */
export function plainNode(worker: string, args: readonly (string | number)[] = []): string[] {
  const folder = temporaryFolder();
  // Its version is asked of the package, whose folder is above the program's.
  copyFileSync(path.join(ROOT, 'package.json'), path.join(folder, 'package.json'));
  const outfile = path.join(folder, 'worker', `${worker}.mjs`);
  const source = fileURLToPath(new URL(`../workers/${worker}.ts`, import.meta.url));
  buildSync({ ...BUNDLED, entryPoints: [source], outfile });
  return [process.execPath, outfile, ...args.map(String)];
}
