import { type SignalsTraceError, usage } from '../errors.js';
import { nearest } from '../filter/nearest.js';

const HELP = 'signals-trace --help lists the flags';

/**
 * Returns the error for a message of yargs, in one line with a fix.
 *
 * @param flags the flags of the command, for suggestions
 */
export function wrongUsage(
  message: string,
  args: readonly string[],
  flags: readonly string[],
): SignalsTraceError {
  const missing = /^Not enough arguments following: (\S+)/.exec(message)?.[1];
  if (missing !== undefined) {
    const flag = `${missing.length === 1 ? '-' : '--'}${missing}`;
    return usage(`${flag} needs a value`, 'signals-trace --help shows which');
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
  if (unknown === undefined) return usage(message.split('\n')[0] ?? message, HELP);
  return unknownArguments(
    unknown.split(', ').map((name) => asTyped(name, args)),
    flags,
  );
}

/** Names that other tools give the flag for a process. */
const PROCESS: ReadonlySet<string> = new Set(['pid', 'p', 'comm', 'name']);

function unknownArguments(typed: readonly string[], flags: readonly string[]): SignalsTraceError {
  const name = (typed[0] ?? '').replace(/^-+/, '');
  const isProcess = PROCESS.has(name) && flags.includes('to');
  const guess = isProcess ? 'to' : nearest(name, [...flags, 'help', 'version']);
  return usage(
    `Unknown argument${typed.length > 1 ? 's' : ''}: ${typed.join(', ')}`,
    guess === undefined ? HELP : `did you mean --${guess}?`,
  );
}

/** Adds the dashes that yargs leaves out. */
function asTyped(name: string, args: readonly string[]): string {
  const flags = args.filter((arg) => arg.startsWith('-')).map((arg) => arg.replace(/=.*$/s, ''));
  const whole = flags.find((flag) => flag.replace(/^-+/, '') === name);
  const isLetter = flags.some((flag) => /^-[^-]/.test(flag) && flag.includes(name));
  return whole ?? (name.length === 1 && isLetter ? `-${name}` : name);
}
