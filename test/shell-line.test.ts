import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import fc from 'fast-check';
import t, { type Test } from 'tap';

import { shellLine, shellWord } from '../src/shell-line.js';
import { inEachShell, type Shell, wordsPrinted } from './support/shells.js';

/** All that some shell treats specially somewhere. */
const SPECIAL = Array.from(
  '\'"\\`$&|;<>()[]{}*?!^~#=:,%+-@./_ \t\n\r\u0001\u007Fa1é\u00A0\u2028\uFFFD',
);

const ARGUMENTS = [
  ...['', "'", "''", "it's", '\\', "\\'", "a\\'b", '"', '`id`', '$HOME', '${x}', '$(id)', "$'\\n'"],
  ...[
    '~',
    '~root',
    '~+',
    'a~',
    'a=~root',
    'a=b:~root',
    '--a=~',
    'a:~',
    '=ls',
    '==',
    'a==ls',
    'a=:=ls',
  ],
  ...[
    'a:=ls',
    '^',
    '^a^b',
    'a^b',
    '!',
    '!!',
    'a!b',
    "it's!!",
    '!echo',
    'x\n!!',
    "x'\n!!'y",
    '#',
    'a#b',
    '#a',
  ],
  ...[
    '{a,b}',
    '{1..3}',
    '{}',
    '}',
    '{',
    '*',
    '?',
    '[a]',
    '[',
    ']',
    '/*',
    '<1-9>',
    'a(b)',
    '@(a|b)',
    '(.)',
  ],
  ...[
    'a b',
    ' ',
    '\t',
    '\n',
    'a\nb',
    '\n\n',
    '\r',
    '\r\n',
    '\u0001',
    '\u001B[2J',
    '\u007F',
    '\u0081\u0088',
  ],
  ...[
    '\uFFFD',
    'é',
    '日本語',
    '\u00A0',
    '\u2028',
    '🙂',
    '-',
    '--',
    '-n',
    '-e',
    '%1',
    '%s',
    '%%',
    '+',
    ':',
  ],
  ...[
    '&',
    '&&',
    ';',
    ';;',
    '|',
    '<',
    '>',
    '>&2',
    '2>x',
    '1',
    '2',
    '\\n',
    'a\\',
    'FOO=bar',
    'if',
    'done',
  ],
];

const PRETTY = [
  ...['nginx -g', '/usr/sbin/cron -f', 'kill -TERM 20756', 'a.b_c-d@e,f:g/h%i+j --k=l', '[ a ]'],
  ...['env FOO=bar PATH=/bin:/usr/bin if time %1', './a=b -', 'user@1000.service'],
];

/** Lists of arguments as a process may have them; a NUL ends an argument, so that none holds one. */
const text = fc.oneof(
  fc.string({ unit: fc.constantFrom(...SPECIAL), maxLength: 12 }),
  fc.string({ unit: 'binary' }).map((any) => any.replaceAll('\0', '')),
);
const manyLists = fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), {
  minLength: 100,
  maxLength: 200,
  size: 'max',
});

/** Names of programs that are no builtins. */
const HOSTILE_NAMES = [
  ...[
    'FOO=bar',
    'a+=b',
    '1=x',
    '=ls',
    '=',
    'if',
    'then',
    'time',
    'in',
    'end',
    'coproc',
    'nocorrect',
  ],
  ...[
    'case',
    'function',
    'select',
    'do',
    'done',
    'until',
    'foreach',
    'fi',
    'esac',
    'while',
    'for',
    'elif',
    'else',
  ],
  ...[
    '!',
    '!!',
    '{',
    '}',
    '[[',
    ']]',
    '((',
    '^',
    '^a^b',
    '~',
    '~root',
    '#',
    '*',
    '?',
    '$x',
    '&',
    ';',
    '|',
    '<',
    '>',
  ],
  ...[
    'a b',
    'a\nb',
    '\n',
    '\t',
    "'",
    '"',
    '\\',
    '`',
    '-x',
    '--',
    '+',
    '@',
    ',',
    '{a,b}',
    'é',
    '\uFFFD',
    '\u0001',
    '%',
  ],
];

/** A shell runs its own before a program, however the name is quoted. */
const OWN: Readonly<Record<Shell['name'], RegExp>> = { bash: /^%/, zsh: /^-{1,2}$/, dash: /^$/ };

void t.test('an argument that needs no quotes has none', (t) => {
  t.equal(shellLine(['nginx', '-g', 'daemon off;']), "nginx -g 'daemon off;'");
  t.equal(shellLine(['ls', '-l', "it's", '', '$x']), `ls -l 'it'\\''s' '' '$x'`);
  for (const line of PRETTY.slice(0, 4)) t.equal(shellLine(line.split(' ')), line);
  t.end();
});

inEachShell(t, 'arguments are read back', async (t, shell) => {
  const lists = [
    ...ARGUMENTS.map((argument) => [argument]),
    ARGUMENTS,
    ...PRETTY.map((line) => line.split(' ')),
  ];
  await readBack(t, shell, lists);
});

inEachShell(t, 'any arguments are read back', async (t, shell) => {
  await fc.assert(
    fc.asyncProperty(manyLists, (lists) => readBack(t, shell, lists)),
    { numRuns: 5, interruptAfterTimeLimit: 30_000 },
  );
});

inEachShell(t, 'a program of any name runs, by PATH and by its path', async (t, shell) => {
  const names = [...HOSTILE_NAMES.filter((name) => !OWN[shell.name].test(name))];
  const folder = t.testdir();
  for (const name of names) {
    const file = join(folder, name);
    writeFileSync(file, `#!/bin/sh\nprintf '%s\\0' "$0" "$@"\n`);
    chmodSync(file, 0o755);
  }
  const commands = names.flatMap((name) => [
    [name, '~', name],
    [`./${name}`, name],
    [join(folder, name), name],
  ]);
  const printed = await wordsPrinted(t, shell, commands.map(shellLine), folder);
  commands.forEach(([program = '', ...args], i) => {
    const [ran, ...got] = printed[i] ?? [];
    t.same([ran?.split('/').at(-1), ...got], [program.split('/').at(-1), ...args], program);
  });
});

inEachShell(t, 'without quotes, words are read otherwise', async (t, shell) => {
  const lines = shell.misreads.map((word) => `printf '%s\\0' ${word}`);
  const printed = await wordsPrinted(t, shell, lines);
  shell.misreads.forEach((word, i) => t.not(printed[i]?.join(' '), word, word));
});

async function readBack(t: Test, shell: Shell, lists: readonly (readonly string[])[]) {
  const lines = lists.map((list) => `printf '%s\\0' ${list.map(shellWord).join(' ')}`);
  const printed = await wordsPrinted(t, shell, lines);
  const wrong = lists.findIndex((list, i) => list.join('\0') !== printed[i]?.join('\0'));
  if (wrong !== -1) throw new Error(`${lines[wrong]} gave ${JSON.stringify(printed[wrong])}`);
}
