import yargs, { type Options } from 'yargs';

import type { Flag, Flags } from '../filter/option.js';
import { refuseCommand } from './command-words.js';
import { type Command, flagsOf } from './commands.js';
import { wrongUsage } from './wrong-usage.js';

/**
 * Parses the words that follow a command.
 *
 * @throws SignalsTraceError `usage`
 */
export async function parse(command: Command, args: readonly string[]): Promise<Flags> {
  const flags = flagsOf(command);
  const takesWho = command.words === '[WHO]';
  const parsed = await yargs(args)
    .parserConfiguration({
      'camel-case-expansion': false,
      'boolean-negation': false,
      'dot-notation': false,
    })
    .command(takesWho ? '$0 [target]' : '$0', false, (parser) =>
      (takesWho ? parser.positional('target', { type: 'string' }) : parser)
        .options(Object.fromEntries(flags.map((flag) => [flag.name, optionOf(flag)])))
        .conflicts(conflictsOf(flags)),
    )
    .strict()
    .help(false)
    .version(false)
    .exitProcess(false)
    .fail((message, error: Error | undefined) => {
      // yargs reports wrong usage by a YError.
      if (error !== undefined && error.name !== 'YError') throw error;
      throw wrongUsage(error?.message ?? message, args, command);
    })
    .parseAsync();
  if (typeof parsed['target'] === 'string') refuseCommand(parsed['target']);
  return parsed;
}

function optionOf({ alias, takes, choices }: Flag): Options {
  const type: Options =
    takes === 'switch'
      ? { type: 'boolean' }
      : { type: 'string', requiresArg: true, nargs: 1, array: false };
  return { ...type, ...(alias && { alias }), ...(choices && { choices }) };
}

/** Returns the pairs of flags that contradict each other. */
function conflictsOf(flags: readonly Flag[]): Record<string, string> {
  const pairs = flags.flatMap(({ name, conflicts }) =>
    conflicts === undefined ? [] : [[name, conflicts] as const],
  );
  return Object.fromEntries(pairs);
}
