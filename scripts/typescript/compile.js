// Compiles TypeScript without a check of types, and keeps what it compiled in .tap/compiled for the
// many processes of a test run.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const KEPT = path.join(ROOT, '.tap/compiled');
/** tap in one file: its 167 modules cost each test file half a second. Stacks leave out this folder. */
export const TAP = path.join(ROOT, 'node_modules/@tapjs/bundled/tap.mjs');
/** A change of either makes what was kept useless. */
const RECIPE = digest(
  [fileURLToPath(import.meta.url), `${ROOT}package-lock.json`]
    .map((file) => readFileSync(file, 'utf8'))
    .join('\0'),
);

/**
 * The JavaScript of a file, with its source map.
 *
 * @param {string} file
 */
export async function compile(file) {
  const text = readFileSync(file, 'utf8');
  const mark = `\n// ${digest(RECIPE + text)}\n`;
  const kept = path.join(KEPT, path.relative(ROOT, file).replace(/\.ts$/, '.js'));
  try {
    const script = readFileSync(kept, 'utf8');
    if (script.endsWith(mark)) return script;
  } catch {
    // It was never compiled.
  }
  const { transform } = await import('esbuild');
  const { code } = await transform(text, {
    loader: 'ts',
    target: 'node20',
    sourcefile: file,
    sourcemap: 'inline',
    tsconfigRaw: { compilerOptions: { verbatimModuleSyntax: true } },
  });
  const script = code + mark;
  mkdirSync(path.dirname(kept), { recursive: true });
  // Other processes compile at the same time: each sees a whole file or none.
  const partial = `${kept}.${process.pid}`;
  writeFileSync(partial, script);
  renameSync(partial, kept);
  return script;
}

/** @param {string} text */
function digest(text) {
  return createHash('sha256').update(text).digest('hex');
}

async function bundleTap() {
  const { build } = await import('esbuild');
  await build({
    stdin: { contents: "export { default } from 'tap'; export * from 'tap';", resolveDir: ROOT },
    bundle: true,
    platform: 'node',
    format: 'esm',
    minifyWhitespace: true,
    minifySyntax: true,
    legalComments: 'none',
    outfile: TAP,
    // The run of tap loads it first.
    external: ['@tapjs/processinfo'],
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);",
    },
  });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await bundleTap();
  for (const folder of ['src', 'test', 'scripts'])
    for (const file of readdirSync(path.join(ROOT, folder), { recursive: true, encoding: 'utf8' }))
      if (/(?<!\.d)\.ts$/.test(file)) await compile(path.join(ROOT, folder, file));
}
