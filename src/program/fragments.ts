import { readFileSync } from 'node:fs';

const FOLDER = new URL('../../probes/', import.meta.url);

/** A fragment of program from probes/, without the comment that heads the file. */
export function fragment(name: string, values: Readonly<Record<string, string>> = {}): string {
  const text = readFileSync(new URL(`${name}.bt`, FOLDER), 'utf8');
  const body = text.replace(/^\/\*[\s\S]*?\*\/\n/, '');
  return body.replace(/\{\{(\w+)\}\}/g, (_, key: string) => {
    const value = values[key];
    if (value === undefined)
      throw new TypeError(`${name}.bt asks for {{${key}}}, which has no value`);
    return value;
  });
}
