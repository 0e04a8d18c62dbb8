import { EXIT_STATUSES } from '../exit-status.js';
import type { Flag } from '../filter/option.js';
import { OUTCOME_MEANINGS } from '../outputs/outcome-words.js';
import { wrapped } from '../outputs/wrapped.js';
import { type Command, commandNamed, COMMANDS, flagsOf } from './commands.js';
import type { FlagGroup } from './options.js';

/** Columns of the first screen, as of the smallest terminal. */
const NARROW = 80;
/** Between words that stay in one line. */
const TIED = '\u00a0';
/** Column at which what an option says begins. */
const INDENT = 27;

/** Options that most people need, in the order in which the first screen shows them. */
export const COMMON = [
  ...['signal', 'from', 'to', 'unit', 'container'],
  ...['all', 'output', 'write', 'duration', 'count'],
];

const EVERYWHERE: readonly Flag[] = [
  { name: 'help', alias: 'h', takes: 'switch', help: 'Help of the command' },
  { name: 'version', alias: 'V', takes: 'switch', help: 'Version of signals-trace' },
];

/** Returns the first screen: at most 40 lines of 80 columns. */
export function shortHelp(): string {
  const flags = flagsOf(commandNamed('trace'));
  const common = COMMON.map((name) => flags.find((flag) => flag.name === name));
  const commands = COMMANDS.map(({ name, question }) => `  ${name.padEnd(12)}${question}\n`);
  return [
    'signals-trace: who sent that signal, how, to whom, and what became of it?\n\n',
    'Usage: signals-trace [trace] [WHO] [options]\n',
    '       signals-trace COMMAND [options]\n\n',
    ...commands,
    "\nWHO is a pid, a name, nginx.service or '/regex/', at either end. Options:\n",
    ...common.filter((flag) => flag !== undefined).map((flag) => optionLines(flag, NARROW)),
    `\n${examples(commandNamed('trace'))}`,
    `\n${wrapped(`Exit status: ${exitStatuses()}.`, NARROW).replaceAll(TIED, ' ')}`,
    'More: signals-trace help all, man signals-trace.\n',
  ].join('');
}

/** Returns the help of every command. */
export function fullHelp(columns: number): string {
  const parts = COMMANDS.map((command) => commandHelp(command, columns));
  const every = EVERYWHERE.map((flag) => optionLines(flag, columns)).join('');
  return `${parts.join('\n')}\nEvery command:\n${every}\n${environmentHelp(columns)}`;
}

/** Returns the help of one command. */
export function commandHelp(command: Command, columns: number): string {
  const { about, groups } = command;
  return [
    `Usage: ${usageOf(command)}\n\n`,
    wrapped(about, columns),
    ...groups.map((group) => groupHelp(group, columns)),
    ...(command.name === 'trace' ? [outcomesHelp(columns)] : []),
    `\n${examples(command)}`,
  ].join('');
}

function outcomesHelp(columns: number): string {
  const words = Object.entries(OUTCOME_MEANINGS).map(([word, means]) => {
    const lines = wrapped(means.replaceAll('`', ''), columns, INDENT);
    return `  ${word}`.padEnd(INDENT) + lines.slice(INDENT);
  });
  return `\nOutcomes:\n${words.join('')}`;
}

/** Returns how a command is written: `signals-trace program [WHO] [options]`. */
export function usageOf({ name, words, groups }: Command): string {
  const rest = [words, groups.length > 0 ? '[options]' : undefined].filter((part) => part);
  return ['signals-trace', name === 'trace' ? '[trace]' : name, ...rest].join(' ');
}

function groupHelp({ title, flags }: FlagGroup, columns: number): string {
  return `\n${title}:\n${flags.map((flag) => optionLines(flag, columns)).join('')}`;
}

function environmentHelp(columns: number): string {
  return `Environment:\n${wrapped(ENVIRONMENT, columns, 2)}`;
}

/** The man page says this too. */
export const ENVIRONMENT =
  'A variable sets each option that the command line leaves out: SIGNALS_TRACE_OUTPUT=json, SIGNALS_TRACE_SIGNAL=TERM,KILL, SIGNALS_TRACE_ALL=1. Where root runs the command, those that name a program or a file (SIGNALS_TRACE_BPFTRACE, SIGNALS_TRACE_WRITE) are not read. NO_COLOR=1 and FORCE_COLOR=1 turn colour off and on.';

function optionLines(flag: Flag, columns: number): string {
  const head = `  ${typedAs(flag)}`;
  const lines = wrapped(`${flag.help}${choicesOf(flag)}`, columns, INDENT);
  if (head.length + 2 > INDENT) return `${head}\n${lines}`;
  return head.padEnd(INDENT) + lines.slice(INDENT);
}

/** Returns how an option is written: `-s, --signal SIGNALS`. */
export function typedAs({ name, alias, takes, value = 'VALUE' }: Flag): string {
  const short = alias === undefined ? '    ' : `-${alias}, `;
  return `${short}--${name}${takes === 'switch' ? '' : ` ${value}`}`;
}

/** Returns the values, unless the help names them. */
function choicesOf({ help, choices }: Flag): string {
  if (choices === undefined || choices.every((choice) => help.includes(choice))) return '';
  return `: ${choices.join(', ')}`;
}

function examples({ examples }: Command): string {
  const longest = Math.max(...examples.map(([typed]) => typed.length));
  const lines = examples.map(([typed, says]) => `  ${typed.padEnd(longest)}  ${says}\n`);
  return `Examples:\n${lines.join('')}`;
}

function exitStatuses(): string {
  return Object.values(EXIT_STATUSES)
    .map(({ status, brief }) => `${status} ${brief}`.replaceAll(' ', TIED))
    .join(', ');
}
