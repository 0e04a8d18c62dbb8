// Builds dist/: tsc writes each module for those who import the package, with its types; esbuild puts
// what the command runs into few files, since loading hundreds would take most of its start.
import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

import { build } from 'esbuild';

process.chdir(fileURLToPath(new URL('..', import.meta.url)));
execFileSync(process.execPath, ['node_modules/typescript/bin/tsc', '-p', 'src'], {
  stdio: 'inherit',
});

const PARTS = 'bundle';
rmSync(`dist/${PARTS}`, { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: { command: 'dist/command.js', 'smoke/actor': 'dist/smoke/actor.js' },
  outdir: 'dist',
  allowOverwrite: true,
  chunkNames: `${PARTS}/[name]-[hash]`,
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  metafile: true,
  logLevel: 'warning',
  // Names stay, for whoever reads a stack.
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: 'none',
  // Packages that are CommonJS ask for Node's own modules by `require`.
  banner: {
    js: "import { createRequire as makeRequire } from 'node:module';\nconst require = makeRequire(import.meta.url);",
  },
});
writeFileSync(`dist/${PARTS}/LICENSES`, licenses(Object.keys(metafile.inputs)));
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
