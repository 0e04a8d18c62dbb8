import path from 'node:path';
import { pathToFileURL } from 'node:url';

import { buildSync } from 'esbuild';
import type { Test } from 'tap';

import { BUNDLED } from '../../scripts/bundle.js';

/** A module of src/ with all that it imports, for a Node.js of its own: the URL of one file. */
export function bundled(t: Test, module: string): string {
  const outfile = path.join(t.testdir(), 'module.mjs');
  buildSync({ ...BUNDLED, entryPoints: [path.join('src', module)], outfile });
  return pathToFileURL(outfile).href;
}
