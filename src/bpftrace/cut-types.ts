/** Kinds of BTF types, by their numbers in include/uapi/linux/btf.h. */
const KIND = {
  int: 1,
  pointer: 2,
  array: 3,
  struct: 4,
  union: 5,
  enum: 6,
  forward: 7,
  typedef: 8,
  volatile: 9,
  const: 10,
  restrict: 11,
  function: 12,
  prototype: 13,
  variable: 14,
  section: 15,
  float: 16,
  declTag: 17,
  typeTag: 18,
  enum64: 19,
} as const;
/** The words of a kind behind the three that each type begins with, and those of each of its members. */
const SOME = byKind({ int: 1, array: 3, variable: 1, declTag: 1 });
const EACH = byKind({ struct: 3, union: 3, enum: 2, prototype: 2, section: 3, enum64: 3 });
const LAST_KIND = KIND.enum64;
const QUALIFIERS: readonly number[] = [KIND.volatile, KIND.const, KIND.restrict, KIND.typeTag];
const NAMEABLE: readonly number[] = [KIND.struct, KIND.union, KIND.typedef];
const NUMBERS: readonly number[] = [KIND.int, KIND.enum, KIND.enum64, KIND.float];

const MAGIC = 0xeb9f;
const HEADER_BYTES = 24;
/** Types that no program names, but the formats of system calls' tracepoints. */
const OF_FORMATS = ['siginfo_t', 'pid_t', 'uid_t'];

/** The names that a program uses: structs, and their members. */
interface UsedNames {
  readonly types: ReadonlySet<string>;
  readonly members: ReadonlySet<string>;
}

function usedNames(program: string): UsedNames {
  const all = (pattern: RegExp) => [...program.matchAll(pattern)].map(([, name = '']) => name);
  return {
    types: new Set([...all(/\bstruct (\w+)/g), ...OF_FORMATS]),
    members: new Set(all(/(?:->|\.)([a-z_]\w*)/g)),
  };
}

/**
 * Cuts the kernel's types (BTF) down to those that a program uses. bpftrace searches them by name, one
 * after the other, so that most of its start goes into the hundred thousand that nobody asks for. A
 * struct keeps all its members; a pointer is followed where the program names the member, and points
 * to void otherwise.
 *
 * @returns undefined where these are no types as we know them
 */
export function cutTypes(types: KernelTypes, program: string): Uint8Array | undefined {
  return types.known ? new Cut(types, usedNames(program)).bytes() : undefined;
}

/** The types of a kernel as BTF holds them, by their ids; 0 is void. */
export class KernelTypes {
  /** Whether every type could be told from the next. */
  readonly known: boolean;
  readonly #words: Uint32Array;
  readonly #strings: Buffer;
  /** The place among the words at which each type begins. */
  #at: Uint32Array;

  constructor(kernel: Uint8Array) {
    const btf = Buffer.from(kernel.buffer, kernel.byteOffset, kernel.byteLength);
    const header = new Uint32Array(HEADER_BYTES / 4);
    Buffer.from(header.buffer).set(btf.subarray(0, HEADER_BYTES));
    const [magic = 0, length = 0, offset = 0, bytes = 0, strings = 0, stringBytes = 0] = header;
    const section = btf.subarray(length + offset, length + offset + bytes);
    const aligned = section.byteOffset % 4 === 0 ? section : Buffer.from(section);
    this.#strings = btf.subarray(length + strings, length + strings + stringBytes);
    this.#words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.length >> 2);
    // No type has less than three words.
    this.#at = new Uint32Array(1 + this.#words.length / 3);
    this.known = (magic & 0xffff) === MAGIC && this.#findTypes();
  }

  get count(): number {
    return this.#at.length;
  }

  /** A word of a type: 0 its name, 1 its info, 2 its size or the type that it is of, then its members. */
  word(id: number, index: number): number {
    return this.#words[(this.#at[id] as number) + index] as number;
  }

  kind(id: number): number {
    return id === 0 ? 0 : kindOf(this.word(id, 1));
  }

  members(id: number): number {
    return this.word(id, 1) & 0xffff;
  }

  unqualified(id: number): number {
    let at = id;
    while (QUALIFIERS.includes(this.kind(at))) at = this.word(at, 2);
    return at;
  }

  name(offset: number): string {
    return this.#strings.toString('latin1', offset, this.#strings.indexOf(0, offset));
  }

  #findTypes(): boolean {
    const [words, starts] = [this.#words, this.#at];
    let at = 0;
    let count = 1;
    while (at < words.length) {
      const info = words[at + 1] ?? 0;
      const kind = kindOf(info);
      if (kind < KIND.int || kind > LAST_KIND || count === starts.length) return false;
      starts[count++] = at;
      at += 3 + (SOME[kind] as number) + (EACH[kind] as number) * (info & 0xffff);
    }
    this.#at = starts.subarray(0, count);
    return at === words.length;
  }
}

/** The types that are kept, numbered anew. */
class Cut {
  readonly #types: KernelTypes;
  readonly #members: ReadonlySet<string>;
  readonly #named = new Set<number>();
  /** The new id of a type; a pointer has one for each way to treat it. */
  readonly #ids = new Map<number, number>();
  readonly #kept: number[][] = [];
  readonly #strings = new Map<string, number>([['', 0]]);
  #text = '\0';

  constructor(types: KernelTypes, { types: names, members }: UsedNames) {
    this.#types = types;
    this.#members = members;
    const wanted = new Set(names);
    for (let id = 1; id < types.count && wanted.size > 0; id++) {
      // The first of a name counts. Qualifiers, functions and most others are not named by a program.
      if (NAMEABLE.includes(types.kind(id)) && wanted.delete(types.name(types.word(id, 0)))) {
        this.#named.add(id);
      }
    }
    for (const id of this.#named) this.#keep(id);
  }

  bytes(): Buffer {
    const words = this.#kept.flat();
    const size = 4 * words.length;
    const header = [MAGIC | (1 << 16), HEADER_BYTES, 0, size, size, this.#text.length];
    const types = Buffer.from(Uint32Array.from([...header, ...words]).buffer);
    return Buffer.concat([types, Buffer.from(this.#text, 'latin1')]);
  }

  /** @param followed of a pointer: what it points to is kept too */
  #keep(id: number, followed = false): number {
    const types = this.#types;
    const type = types.unqualified(id);
    const kind = types.kind(type);
    if (kind === 0 || kind === KIND.prototype || kind === KIND.function) return 0;
    const follows = followed && kind === KIND.pointer;
    const key = 2 * type + (follows ? 1 : 0);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const kept: number[] = [];
    const newId = this.#kept.push(kept);
    this.#ids.set(key, newId);
    const word = (index: number) => types.word(type, index);
    kept.push(this.#string(word(0)), word(1), word(2));
    switch (kind) {
      case KIND.pointer:
        kept[2] = follows || this.#isKept(word(2)) ? this.#keep(word(2)) : 0;
        break;
      case KIND.typedef:
        kept[2] = this.#keep(word(2));
        break;
      case KIND.array:
        kept.push(this.#keep(word(3)), this.#keep(word(4)), word(5));
        break;
      case KIND.struct:
      case KIND.union:
        for (let i = 0; i < types.members(type); i++) {
          const at = 3 + 3 * i;
          const used = this.#members.has(types.name(word(at)));
          kept.push(this.#string(word(at)), this.#keep(word(at + 1), used), word(at + 2));
        }
        break;
      case KIND.enum:
      case KIND.enum64: {
        const each = kind === KIND.enum ? 2 : 3;
        for (let i = 0; i < types.members(type); i++) {
          kept.push(this.#string(word(3 + each * i)));
          for (let j = 1; j < each; j++) kept.push(word(3 + each * i + j));
        }
        break;
      }
      case KIND.int:
        kept.push(word(3));
        break;
    }
    return newId;
  }

  #isKept(pointedTo: number): boolean {
    const type = this.#types.unqualified(pointedTo);
    return this.#named.has(type) || NUMBERS.includes(this.#types.kind(type));
  }

  #string(offset: number): number {
    const name = this.#types.name(offset);
    const known = this.#strings.get(name);
    if (known !== undefined) return known;
    const at = this.#text.length;
    this.#strings.set(name, at);
    this.#text += `${name}\0`;
    return at;
  }
}

function kindOf(info: number): number {
  return (info >> 24) & 0x1f;
}

function byKind(words: Readonly<Partial<Record<keyof typeof KIND, number>>>): Uint8Array {
  const table = new Uint8Array(KIND.enum64 + 1);
  for (const [name, count] of Object.entries(words)) table[KIND[name as keyof typeof KIND]] = count;
  return table;
}
