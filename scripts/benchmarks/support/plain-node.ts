import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

import ts from 'typescript';

/** Within the checkout, so that a worker finds its packages. */
const FOLDER = 'node_modules/.cache/signals-trace-bench';

/**
 * The command that runs one of workers/ with nothing but Node in its process: compiled as the build
 * would, with what it imports of src/ taken from dist/. To be run in the checkout. It is a file, for
 * a program given as an argument would be a command line as no usual process has one.
 */
export function plainNode(worker: string, args: readonly (string | number)[] = []): string[] {
  const source = readFileSync(new URL(`../workers/${worker}.ts`, import.meta.url), 'utf8');
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
  });
  mkdirSync(FOLDER, { recursive: true });
  const file = path.join(FOLDER, `${worker}.mjs`);
  writeFileSync(file, outputText.replaceAll('../../../src/', '../../../dist/'));
  return [process.execPath, file, ...args.map(String)];
}
