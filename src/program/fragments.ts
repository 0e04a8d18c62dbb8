import { readFileSync } from 'node:fs';

import { packageFile } from '../package-file.js';

/** A fragment of program from probes/, without the comment that heads the file. */
export function fragment(name: string, values: Readonly<Record<string, string>> = {}): string {
  const text = readFileSync(packageFile(`probes/${name}.bt`), 'utf8');
  return fill(text.replace(/^\/\*[\s\S]*?\*\/\n/, ''), values, `${name}.bt`);
}

/** Puts values in the places of a text, which are written `{{name}}`. */
export function fill(
  text: string,
  values: Readonly<Record<string, string>>,
  what = 'an expression',
): string {
  return text.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined) throw new TypeError(`${what} asks for {{${key}}}, which has no value`);
    return value;
  });
}
