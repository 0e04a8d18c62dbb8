import { EXIT_STATUSES } from '../exit-status.js';
import type { Flag } from '../filter/option.js';
import { OUTCOME_MEANINGS } from '../outputs/outcome-words.js';
import { type Command, commandNamed, COMMANDS } from './commands.js';
import { ENVIRONMENT, typedAs, usageOf } from './help.js';

/** Returns the man page, in roff, made from what help is made from. */
export function manPage(version: string): string {
  return [
    `.TH SIGNALS-TRACE 1 "" "signals-trace ${version}" "User Commands"`,
    '.SH NAME',
    String.raw`signals-trace \- who sent that signal, how, to whom, and what became of it`,
    '.SH SYNOPSIS',
    ...COMMANDS.flatMap((command) => [text(usageOf(command)), '.br']),
    '.SH DESCRIPTION',
    text(commandNamed('trace').about),
    ...COMMANDS.flatMap(section),
    '.SH OUTCOMES',
    ...Object.entries(OUTCOME_MEANINGS).flatMap(([word, means]) => [
      '.TP',
      `.B ${text(word)}`,
      text(means.replaceAll('`', '')),
    ]),
    '.SH EXIT STATUS',
    ...Object.values(EXIT_STATUSES).flatMap(({ status, means }) => [
      '.TP',
      `.B ${status}`,
      text(means.replaceAll('`', '')),
    ]),
    '.SH ENVIRONMENT',
    text(ENVIRONMENT),
    '.SH SEE ALSO',
    '.BR kill (1),',
    '.BR signal (7),',
    '.BR bpftrace (8)',
    '',
  ].join('\n');
}

function section(command: Command): string[] {
  const { name, about, groups, examples } = command;
  return [
    `.SH ${name.toUpperCase()}`,
    ...(name === 'trace' ? [] : [text(about)]),
    ...groups.flatMap(({ title, flags }) => [`.SS ${text(title)}`, ...flags.flatMap(option)]),
    '.SS Examples',
    ...examples.flatMap(([typed, says]) => ['.TP', `.B ${text(typed)}`, text(says)]),
  ];
}

function option(flag: Flag): string[] {
  const { choices, help } = flag;
  const values = choices === undefined ? '' : ` One of ${choices.join(', ')}.`;
  return ['.TP', `.B ${text(typedAs(flag).trim())}`, text(`${help}.${values}`)];
}

/** Returns text as roff shows it: a hyphen that is typed, and no line that is a request. */
function text(plain: string): string {
  return plain
    .replaceAll('\\', String.raw`\e`)
    .replaceAll('-', String.raw`\-`)
    .replace(/[^\x20-\x7e]/gu, (char) => `\\[u${hex(char)}]`)
    .replace(/^[.']/, String.raw`\&$&`);
}

function hex(char: string): string {
  return (char.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
}
