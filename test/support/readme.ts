import { readFileSync } from 'node:fs';

/** README.md, as it stands in the checkout. */
export const README = readFileSync(new URL('../../README.md', import.meta.url), 'utf8');

/** Its fenced blocks of a language; '' is those without any. */
export function blocks(language: string): string[] {
  return [...README.matchAll(/^```(\w*)\n([^]*?)^```$/gm)]
    .filter(([, of]) => of === language)
    .map(([, , text = '']) => text);
}
