import { type SignalsTraceError, usage } from '../errors.js';
import { nearest } from '../filter/nearest.js';
import type { Flag, Flags } from '../filter/option.js';
import { quote } from '../filter/quote.js';
import { COMMANDS, flagsOf } from './commands.js';

const PREFIX = 'SIGNALS_TRACE_';
const YES = ['1', 'true', 'yes', 'on'];
const NO = ['', '0', 'false', 'no', 'off'];

/** Where root runs the command, variables that others may have set name no programs, files and folders. */
const TRUSTED_ONLY: readonly unknown[] = ['program', 'file', 'folder'];

/** Flags with those that variables set, which ones did, and a line for each variable that did not. */
export interface WithVariables {
  readonly flags: Flags;
  readonly taken: readonly string[];
  readonly ignored: readonly string[];
}

/** Returns the variable of a flag: SIGNALS_TRACE_LOG_LEVEL for --log-level. */
export function variableOf({ name }: Flag): string {
  return PREFIX + name.toUpperCase().replaceAll('-', '_');
}

/** Whether a variable may set the flag where root runs the command. */
export function rootTakes({ offers }: Flag): boolean {
  return !TRUSTED_ONLY.includes(offers);
}

/**
 * Adds the flags that the environment sets and the command line leaves open.
 *
 * @param known flags of the command
 * @throws SignalsTraceError `usage` for a value that the flag cannot have
 */
export function withVariables(
  written: Flags,
  known: readonly Flag[],
  env: Readonly<NodeJS.ProcessEnv>,
  root: boolean,
): WithVariables {
  const flags: Record<string, unknown> = { ...written };
  const taken: string[] = [];
  const ignored = unknownVariables(env);
  for (const flag of known) {
    const variable = variableOf(flag);
    const text = env[variable];
    if (text === undefined || isDecided(flag, known, written)) continue;
    if (root && !rootTakes(flag)) {
      ignored.push(`${variable} is not read as root; give --${flag.name} instead`);
      continue;
    }
    flags[flag.name] = valueOf(flag, variable, text);
    taken.push(variable);
  }
  return { flags, taken, ignored };
}

/** Adds to the hint of an error about values where they may come from. */
export function toldOf(error: SignalsTraceError, taken: readonly string[]): SignalsTraceError {
  if (taken.length === 0 || error.code !== 'usage') return error;
  const from = `the environment sets ${taken.join(', ')}`;
  return usage(error.message, `${error.hint}; ${from}`, { cause: error });
}

/** Whether the command line has the flag, or one that says otherwise. */
function isDecided(flag: Flag, known: readonly Flag[], written: Flags): boolean {
  const rivals = known.filter(
    ({ name, conflicts }) => name === flag.conflicts || conflicts === flag.name,
  );
  return [flag, ...rivals, ...sameSubject(flag)].some(({ name }) => written[name] !== undefined);
}

/** `--json` is one of the formats of `--output`. */
function sameSubject({ name }: Flag): readonly { readonly name: string }[] {
  if (name === 'json') return [{ name: 'output' }];
  return name === 'output' ? [{ name: 'json' }] : [];
}

function valueOf({ takes, choices }: Flag, variable: string, text: string): unknown {
  if (takes !== 'switch') {
    if (choices === undefined || choices.includes(text)) return text;
    throw usage(
      `${variable} cannot be ${quote(text)}`,
      `choose one of ${choices.join(', ')}, or unset it`,
    );
  }
  if (YES.includes(text.toLowerCase())) return true;
  if (NO.includes(text.toLowerCase())) return false;
  throw usage(`${variable} cannot be ${quote(text)}`, 'set it to 1 or 0, or unset it');
}

function unknownVariables(env: Readonly<NodeJS.ProcessEnv>): string[] {
  const known = COMMANDS.flatMap(flagsOf).map(variableOf);
  const names = Object.keys(env).filter((name) => name.startsWith(PREFIX));
  return names
    .filter((name) => !known.includes(name))
    .map((name) => {
      const guess = nearest(
        name.slice(PREFIX.length),
        known.map((one) => one.slice(PREFIX.length)),
      );
      const meant = guess === undefined ? '' : `; did you mean ${PREFIX}${guess}?`;
      return `${quote(name)} sets no option${meant}`;
    });
}
