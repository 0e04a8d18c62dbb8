import { type SignalsTraceError, usage } from '../errors.js';
import { nearest } from '../filter/nearest.js';
import type { Flag } from '../filter/option.js';
import { RESERVED_OPTIONS } from './command-words.js';
import { type Command, flagsOf } from './commands.js';

/** Names that other tools give a flag, where a variable serves here. */
const COLOURS: ReadonlySet<string> = new Set([
  'color',
  'colour',
  'colors',
  'no-color',
  'no-colour',
]);

/** Returns the error for a message of yargs, in one line with the next step. */
export function wrongUsage(
  message: string,
  args: readonly string[],
  command: Command,
): SignalsTraceError {
  const flags = flagsOf(command);
  const missing = /^Not enough arguments following: (\S+)/.exec(message)?.[1];
  if (missing !== undefined) {
    const flag = flags.find(({ name, alias }) => name === missing || alias === missing);
    const typed = `${missing.length === 1 ? '-' : '--'}${missing}`;
    const step = flag === undefined ? seeHelp(command) : `${typed} ${valueOf(flag)}: ${flag.help}`;
    return usage(`${typed} needs a value`, step);
  }
  const choice = /Argument: (\S+), Given: (.*), Choices: (.*)/.exec(message);
  if (choice !== null) {
    const [, flag = '', given = '', choices = ''] = choice;
    return usage(`--${flag} cannot be ${given}`, `choose one of ${choices.replaceAll('"', '')}`);
  }
  const [, one, other] = /^Arguments (\S+) and (\S+) are mutually exclusive/.exec(message) ?? [];
  if (one !== undefined && other !== undefined) {
    return usage(`--${one} and --${other} contradict each other`, 'leave one of them out');
  }
  const [, unknown] = /^Unknown arguments?: (.*)$/s.exec(message) ?? [];
  if (unknown === undefined) return usage(message.split('\n')[0] ?? message, seeHelp(command));
  const typed = unknown.split(', ').map((name) => asTyped(name, args));
  return usage(
    `Unknown argument${typed.length > 1 ? 's' : ''}: ${typed.join(', ')}`,
    firstStep(typed, command),
  );
}

function firstStep(typed: readonly string[], command: Command): string {
  const steps = typed.map((argument) => stepFor(argument, command));
  return steps.find((step) => step !== undefined) ?? seeHelp(command);
}

/** Returns the next step for an argument that this command does not know. */
function stepFor(typed: string, command: Command): string | undefined {
  if (!typed.startsWith('-')) return `${stepForWord(command)}; ${seeHelp(command)}`;
  const name = typed.replace(/^-+/, '');
  const flags = flagsOf(command);
  const ours = flags.find(({ others }) => others?.includes(name));
  if (ours !== undefined) return `here that is ${named(ours)}`;
  if (COLOURS.has(name)) return 'the variables NO_COLOR=1 and FORCE_COLOR=1 say that';
  if (RESERVED_OPTIONS.includes(name)) return `--${name} is not in this version`;
  const guess = nearest(name, [...flags.map((flag) => flag.name), 'help', 'version']);
  return guess === undefined ? undefined : `did you mean --${guess}?`;
}

function stepForWord({ words, name }: Command): string {
  return words === '[WHO]'
    ? 'one process is named so; for more of them: --from or --to, each several times'
    : `${name} takes no words`;
}

function seeHelp({ name }: Command): string {
  return `signals-trace help ${name} lists the options`;
}

function named(flag: Flag): string {
  const value = valueOf(flag);
  return `--${flag.name}${value === '' ? '' : ` ${value}`}`;
}

function valueOf({ takes, value = 'VALUE' }: Flag): string {
  return takes === 'switch' ? '' : value;
}

/** Adds the dashes that yargs leaves out. */
function asTyped(name: string, args: readonly string[]): string {
  const flags = args.filter((arg) => arg.startsWith('-')).map((arg) => arg.replace(/=.*$/s, ''));
  const whole = flags.find((flag) => flag.replace(/^-+/, '') === name);
  const isLetter = flags.some((flag) => /^-[^-]/.test(flag) && flag.includes(name));
  return whole ?? (name.length === 1 && isLetter ? `-${name}` : name);
}
