// Node's hooks for modules: x.js means x.ts where that is there, and x.ts is compiled.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath, pathToFileURL } from 'node:url';

import { compile, TAP } from './compile.js';

const TAP_BUNDLE = existsSync(TAP) ? pathToFileURL(TAP).href : undefined;

/** @type {import('node:module').ResolveHook} */
export async function resolve(specifier, context, next) {
  if (specifier === 'tap' && TAP_BUNDLE !== undefined) {
    return { url: TAP_BUNDLE, format: 'module', shortCircuit: true };
  }
  if (/^\.{1,2}\/.*\.js$/.test(specifier) && context.parentURL?.endsWith('.ts')) {
    const { href } = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL);
    if (existsSync(fileURLToPath(href))) return { url: href, format: 'module', shortCircuit: true };
  }
  return next(specifier, context);
}

/** @type {import('node:module').LoadHook} */
export async function load(url, context, next) {
  // As text: tap's own hook, which comes after this one, takes a third of a second to make text of bytes.
  if (url === TAP_BUNDLE) {
    return { format: 'module', source: readFileSync(TAP, 'utf8'), shortCircuit: true };
  }
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  return { format: 'module', source: await compile(fileURLToPath(url)), shortCircuit: true };
}
