import t from 'tap';

import { cutTypes, KernelTypes } from '../../src/bpftrace/cut-types.js';

/** Kinds, as a type's info has them. */
const [INT, POINTER, STRUCT, TYPEDEF, CONST, PROTOTYPE] = [1, 2, 4, 8, 10, 13].map(
  (kind) => kind << 24,
) as [number, number, number, number, number, number];

/** Writes BTF: `names` go to the strings, and numbers in the types are their places in the list. */
function btf(names: readonly string[], types: readonly (readonly number[])[]): Buffer {
  const strings = Buffer.from(['', ...names, ''].join('\0'), 'latin1');
  const words = types.flat();
  const out = Buffer.alloc(24 + 4 * words.length + strings.length);
  const size = 4 * words.length;
  [0x1eb9f, 24, 0, size, size, strings.length, ...words].forEach((word, i) =>
    out.writeUInt32LE(word >>> 0, 4 * i),
  );
  strings.copy(out, 24 + size);
  return out;
}

const NAMES = ['int', 'task_struct', 'pid', 'signal', 'other', 'signal_struct', 'flags', 'pid_t'];
const name = (of: string) => ['', ...NAMES.slice(0, NAMES.indexOf(of)), ''].join('\0').length;

/** struct task_struct { pid_t pid; const struct signal_struct *signal; struct other *other; … }. */
const TYPES: readonly (readonly number[])[] = [
  [name('int'), INT, 4, 0x01000020],
  [name('signal_struct'), STRUCT | 1, 4, name('flags'), 1, 0],
  [0, CONST, 2],
  [0, POINTER, 3],
  [name('other'), STRUCT | 1, 4, name('pid'), 1, 0],
  [0, POINTER, 5],
  [0, PROTOTYPE | 1, 0, 0, 1],
  [0, POINTER, 7],
  [name('pid_t'), TYPEDEF, 1],
  [
    ...[name('task_struct'), STRUCT | 4, 28],
    ...[name('pid'), 9, 0],
    ...[name('signal'), 4, 64],
    ...[name('other'), 6, 128],
    ...[name('flags'), 8, 192],
  ],
];
const PROGRAM = 'BEGIN { $task = (struct task_struct *)curtask; print($task->signal->flags); }';

/** The types as text: the name and the words of each, names instead of their offsets. */
function read(cut: Uint8Array): string[] {
  const bytes = Buffer.from(cut);
  const types = new KernelTypes(bytes);
  t.ok(types.known);
  return Array.from({ length: types.count - 1 }, (_, i) => {
    const id = i + 1;
    const members = types.kind(id) === 4 ? types.members(id) : 0;
    const texts = Array.from({ length: members }, (_, m) => {
      const word = (index: number) => types.word(id, 3 + 3 * m + index);
      return `${types.name(word(0))}:${word(1)}@${word(2)}`;
    });
    return [types.kind(id), types.name(types.word(id, 0)), types.word(id, 2), ...texts].join(' ');
  });
}

void t.test('what a program names is kept, with all members, and pointers that it follows', (t) => {
  const cut = cutTypes(new KernelTypes(btf(NAMES, TYPES)), PROGRAM);
  t.strictSame(cut && read(cut), [
    '8 pid_t 2',
    '1 int 4',
    '4 task_struct 28 pid:1@0 signal:4@64 other:6@128 flags:7@192',
    '2  5',
    '4 signal_struct 4 flags:2@0',
    '2  0',
    '2  0',
  ]);
  t.end();
});

void t.test('a program that names no types has none', (t) => {
  const cut = cutTypes(new KernelTypes(btf(['int'], [[1, INT, 4, 0x20]])), 'BEGIN { exit(); }');
  t.strictSame(cut && read(cut), []);
  t.end();
});

void t.test('types of a kind that is not known, and no types at all, are not cut', (t) => {
  const whole = btf(NAMES, TYPES);
  const strange: [string, Buffer][] = [
    ['empty', Buffer.alloc(0)],
    ['no BTF', Buffer.alloc(1000, 'x')],
    ['another byte order', Buffer.concat([whole.subarray(0, 2).reverse(), whole.subarray(2)])],
    ['a kind of the future', btf(['a'], [[1, 31 << 24, 0]])],
    ['a type that ends early', btf(['a'], [[1, STRUCT | 1, 4, 1]])],
  ];
  for (const [what, bytes] of strange) {
    t.equal(cutTypes(new KernelTypes(bytes), PROGRAM), undefined, what);
  }
  t.end();
});
