import type { Field, Fields } from '../wire/field.js';
import type { Line } from '../wire/line.js';
import { PLACE } from '../wire/place.js';
import { fill } from './fragments.js';

interface Printing {
  /** Values for the places in the fields' expressions. */
  readonly values?: Readonly<Record<string, string>>;
  /** The core program prints the fields that it knows, by expressions of its own. */
  readonly core?: boolean;
  /** The last field stays empty. */
  readonly withoutLast?: boolean;
  /** The format of the last field, where it depends on the host. */
  readonly lastFormat?: string;
}

/** All fields of a line, with its place, that a program prints. */
export function fieldsOf<F extends Fields>(
  { fields, numbered }: Line<F>,
  core: boolean,
): readonly (readonly [string, Field<unknown>])[] {
  const known = Object.entries<Field<unknown>>(fields).filter(
    ([, field]) => !core || field.core !== undefined,
  );
  return [...(numbered ? Object.entries<Field<unknown>>(PLACE) : []), ...known];
}

/** The printf of a line. Numbers that are the same in each such line stand in its format. */
export function printfOf<F extends Fields>(
  line: Line<F>,
  { values = {}, core = false, withoutLast = false, lastFormat }: Printing = {},
): string {
  const args: string[] = [];
  let format = `${line.letter}|`;
  const fields = fieldsOf(line, core);
  for (const [i, [, field]] of fields.entries()) {
    const isLast = i === fields.length - 1;
    if (isLast && withoutLast) break;
    const value = fill((core ? field.core : undefined) ?? field.value, values);
    const isLiteral = /^-?\d+$/.test(value);
    format += isLiteral ? value : ((isLast ? lastFormat : undefined) ?? field.format);
    if (!isLiteral) args.push(value);
    if (!isLast) format += field.terminator ?? '|';
  }
  return `printf("${format}", ${args.join(', ')});`;
}
