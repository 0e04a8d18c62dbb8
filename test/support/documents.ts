import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The checkout. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const SKIPPED = ['node_modules', 'dist', '.git', '.tap', 'fixtures'];

/** A Markdown file of the checkout. */
export interface Document {
  /** Relative to the checkout. */
  readonly path: string;
  readonly text: string;
}

/** All of them, so that a new one is tested as well. */
export const DOCUMENTS: readonly Document[] = markdownIn(ROOT);

/** @param path relative to the checkout */
export function documentAt(path: string): Document {
  const found = DOCUMENTS.find((document) => document.path === path);
  if (found === undefined) throw new Error(`There is no document ${path}`);
  return found;
}

/** Fenced blocks of a language; '' is those without any. */
export function blocks({ text }: Document, language: string): string[] {
  return [...text.matchAll(/^```(\w*)\n([^]*?)^```$/gm)]
    .filter(([, of]) => of === language)
    .map(([, , block = '']) => block);
}

/** The text between the fenced blocks. */
export function prose({ text }: Document): string {
  return text.replace(/^```[^]*?^```$/gm, '');
}

/** Commands of the blocks that show a console: they begin with `$ `, and may go on behind a `\`. */
export function consoleCommands(document: Document): string[] {
  const lines = blocks(document, 'console')
    .join('')
    .replace(/\\\n\s*/g, '')
    .split('\n');
  return lines.filter((line) => line.startsWith('$ ')).map((line) => line.slice(2));
}

function markdownIn(folder: string): Document[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return SKIPPED.includes(entry.name) ? [] : markdownIn(path);
    if (!entry.name.endsWith('.md')) return [];
    return { path: relative(ROOT, path), text: readFileSync(path, 'utf8') };
  });
}
