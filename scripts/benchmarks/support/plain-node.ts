import { readFileSync } from 'node:fs';

import ts from 'typescript';

/**
 * The command that runs one of workers/ with nothing but Node in its process: compiled as the build
 * would, with what it imports of src/ taken from dist/. To be run in the checkout.
 */
export function plainNode(worker: string, args: readonly (string | number)[] = []): string[] {
  const source = readFileSync(new URL(`../workers/${worker}.ts`, import.meta.url), 'utf8');
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { target: ts.ScriptTarget.ES2023, module: ts.ModuleKind.ESNext },
  });
  const code = outputText.replaceAll('../../../src/', './dist/');
  return [process.execPath, '--input-type=module', '-e', code, '--', ...args.map(String)];
}
