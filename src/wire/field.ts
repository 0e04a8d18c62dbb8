import type { FieldReader } from './field-reader.js';
import { bytesToText } from './json-text.js';
import { Memo } from './memo.js';

/** PID_MAX_LIMIT of a 64-bit kernel. */
const PID_MAX = 4_194_304;
const UINT32_MAX = 0xffffffff;
const COMM_BYTES = 16;
/** 64 bits in decimal. */
const UNSIGNED = /^\d{1,20}$/;
/** 64 bits in hexadecimal. */
export const HEX = /^[0-9a-f]{1,16}$/;
/** The same, or nothing. */
const KEY = /^[0-9a-f]{0,16}$/;

/** How the program prints a field, and what the field means. */
export interface Print {
  /** The bpftrace expression. `{{name}}` stands for what the attach point provides. */
  readonly value: string;
  /** The expression of the core program; a field without one is not in the lines of that program. */
  readonly core?: string;
  /** undefined if the field's name says it. */
  readonly meaning?: string;
}

/** A JSON Schema of the values that the kernel can give. */
export type Range =
  | { readonly type: 'integer'; readonly minimum: number; readonly maximum: number }
  | { readonly type: 'string'; readonly pattern: string };

/** One field of a line. */
export interface Field<T> extends Print {
  readonly format: string;
  /** The character behind the field instead of a bar; none behind a field of a fixed width. */
  readonly terminator?: '' | '/';
  /** The values that the check accepts; undefined where every value that can be read is possible. */
  readonly range?: Range;
  /** The value may also be undefined. */
  readonly optional?: boolean;
  /** The value in a line that ends before the first field that has one. */
  readonly absent?: { readonly value: T };
  readonly read: (line: FieldReader) => T;
}

/** The fields of a line in their order, by name. */
export type Fields = Readonly<Record<string, Field<unknown>>>;

/** The values of a line's fields. */
export type ValuesOf<F extends Fields> = {
  readonly [K in keyof F]: F[K] extends Field<infer T> ? T : never;
};

type Numeric = '%d' | '%ld' | '%lu';

export function integer(format: Numeric, minimum: number, maximum: number, print: Print) {
  return field<number>(format, print, (line) => line.number(), {
    range: { type: 'integer', minimum, maximum },
  });
}

/** A number of 32 bits with a sign. */
export function int32(format: Numeric, print: Print) {
  return integer(format, -0x80000000, 0x7fffffff, print);
}

export function uint32(format: Numeric, print: Print) {
  return integer(format, 0, UINT32_MAX, print);
}

/** A user or group id; -1 where it is not known. */
export function knownId(print: Print) {
  return integer('%d', -1, UINT32_MAX, print);
}

export function pid(minimum: 0 | 1, print: Print) {
  return integer('%d', minimum, PID_MAX, print);
}

/** A number of 64 bits that a double holds, such as an address in user space. */
export function size(print: Print) {
  return integer('%lu', 0, Number.MAX_SAFE_INTEGER, print);
}

/** Nanoseconds; -1 where the field is no number. */
export function nanoseconds(print: Print) {
  return field<bigint>('%lu', print, (line) => line.bigint());
}

/** The id of a cgroup in the v2 hierarchy, as text, since it has 64 bits. */
export function cgroupId(print: Print) {
  return field<string>('%lu', print, (line) => same.get(line.word()), { range: text(UNSIGNED) });
}

/** A thread's name. It may hold any byte but NUL, so it has a fixed width instead of a bar behind it. */
export function comm(print: Print) {
  return field<string>(
    `%-${COMM_BYTES}s`,
    print,
    (line) => comms.get(line.characters(COMM_BYTES)),
    { terminator: '' },
  );
}

/** The hash by which lines refer to a process (see probes/who.bt); empty for 0. */
export function processKey(print: Print) {
  return field<string>('%lx', print, (line) => keys.get(line.word()), { range: text(KEY) });
}

/** 64 bits in hexadecimal, as text. */
export function word(print: Print) {
  return field<string>('%lx', print, (line) => same.get(line.word()), {
    range: text(HEX),
  });
}

/** The function names of a kernel stack, the rest of the line. */
export function stack(print: Print) {
  return field<readonly string[]>('%s', print, (line) => stacks.get(line.rest()), {
    terminator: '',
  });
}

/** Lets a line end before a field. */
export function withAbsent<T>(field: Field<T>, absent: T): Field<T> {
  return { ...field, absent: { value: absent } };
}

/** Lets a field's value be undefined. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return { ...field, optional: true };
}

export function field<T>(
  format: string,
  print: Print,
  read: Field<T>['read'],
  more: Partial<Field<T>> = {},
): Field<T> {
  return { ...print, ...more, format, read };
}

function text(pattern: RegExp): Range {
  return { type: 'string', pattern: pattern.source };
}

// Few values differ among many lines. An event that is held for long shares them and holds little.
const same = new Memo((id) => id);
const keys = new Memo((key) => (key === '0' ? '' : key));
/** The blanks behind a name pad the field. */
const comms = new Memo((padded) => bytesToText(padded.replace(/ +$/, '')));
const stacks = new Memo(functionNames);

/** The function names in the lines of a stack, innermost first. The line ends may be escaped. */
function functionNames(stack: string): readonly string[] {
  const frames = stack.split(/\n|\\n/).map((line) => line.trim().replace(/\+\d+$/, ''));
  return frames.filter((name) => name !== '');
}
