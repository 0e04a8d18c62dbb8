// Builds dist/: esbuild puts the command and the library into few files, since loading hundreds would
// take most of a start.
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import { build } from 'esbuild';

import { BUNDLED, ROOT } from './bundle.js';

process.chdir(ROOT);
const PARTS = 'bundle';
rmSync(`dist/${PARTS}`, { recursive: true, force: true });
const { metafile } = await build({
  ...BUNDLED,
  entryPoints: ['src/command.ts', 'src/index.ts', 'src/smoke/actor.ts'],
  outdir: 'dist',
  splitting: true,
  chunkNames: `${PARTS}/[name]-[hash]`,
  metafile: true,
});
writeFileSync(`dist/${PARTS}/LICENSES`, licenses(Object.keys(metafile.inputs)));
// A shell runs the first file, up to its exec, and then any Node.js reads it: to that, all before is a comment.
const prelude = readFileSync('scripts/prelude.sh', 'utf8');
await build({
  entryPoints: ['src/bin.cts'],
  outfile: 'dist/bin.cjs',
  format: 'cjs',
  platform: 'node',
  target: 'es2018',
  supported: { 'dynamic-import': true },
  banner: { js: `':' /*\n${prelude}exec node "$0" "$@"\n*/` },
});
chmodSync('dist/bin.cjs', 0o755);

/**
 * The licences of the packages that these files are of.
 *
 * @param {string[]} files
 */
function licenses(files) {
  const folders = files.map((file) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0]);
  return [...new Set(folders)]
    .filter((folder) => folder !== undefined)
    .sort()
    .map((folder) => {
      const { name, version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
      return `${name} ${version}\n\n${license(folder)}\n`;
    })
    .join('\n');
}

/** @param {string} folder */
function license(folder) {
  for (const name of ['LICENSE', 'license', 'LICENSE.md', 'LICENSE.txt', 'LICENCE', 'README.md']) {
    try {
      return readFileSync(path.join(folder, name), 'utf8');
    } catch {
      // It has another name.
    }
  }
  throw new Error(`${folder} has no licence`);
}
