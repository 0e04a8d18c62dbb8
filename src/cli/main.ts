import yargs, { type Argv } from 'yargs';

import { version } from '../version.js';
import { DOCTOR_FLAGS, PROGRAM_FLAGS, SMOKE_FLAGS } from './command-flags.js';
import { refuseReserved } from './commands.js';
import {
  FLAG_NAMES,
  PROGRAM_FLAG_NAMES,
  programFlags,
  type TraceFlags,
  traceFlags,
} from './options.js';
import { wrongUsage } from './wrong-usage.js';

const EXAMPLES: [string, string][] = [
  ['$0', 'who signals whom on this host?'],
  ['$0 -s TERM,KILL --to nginx', 'who ends nginx?'],
  ['$0 882', 'what does process 882 get, and what does it send?'],
  ["$0 --from '/cron/' -a", 'what do the jobs of cron send, noise and all?'],
  ['$0 --json -n 1 -s KILL | grep sender', 'who sends the next SIGKILL, for a script?'],
];

/** Flags of every command except trace. */
const FLAGS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['program', [...PROGRAM_FLAG_NAMES, ...Object.keys(PROGRAM_FLAGS)]],
  ['doctor', Object.keys(DOCTOR_FLAGS)],
  ['smoke', Object.keys(SMOKE_FLAGS)],
  ['schema', []],
]);

/** Parses the command line and runs its command, of which the code is loaded only then. */
export async function main(args: readonly string[]): Promise<void> {
  refuseReserved(args[0]);
  await yargs(withoutWords(args))
    .scriptName('signals-trace')
    .usage('Shows live which process sends which Linux signal to which process.')
    .parserConfiguration({
      'camel-case-expansion': false,
      'boolean-negation': false,
      'dot-notation': false,
    })
    .command(['$0 [target]', 'trace'], 'Trace signals', traceFlags, trace)
    .command(
      'program [target]',
      'Print the bpftrace program that would run',
      (yargs: Argv) => programFlags(yargs).options(PROGRAM_FLAGS),
      async (flags) => (await import('./program-command.js')).programCommand(flags),
    )
    .command('doctor', 'Check whether this host can be traced', DOCTOR_FLAGS, async (flags) =>
      (await import('./doctor-command.js')).doctorCommand(flags),
    )
    .command(
      'smoke',
      'Send test signals and check that each is traced',
      SMOKE_FLAGS,
      async (flags) => (await import('./smoke-command.js')).smokeCommand(flags),
    )
    .command('schema', 'Print the JSON Schema of the records', {}, async () =>
      (await import('./schema-command.js')).schemaCommand(),
    )
    .completion('completion', 'Print a completion script for the shell')
    .example(EXAMPLES)
    .strict()
    .version(version)
    .alias('version', 'V')
    .alias('help', 'h')
    .wrap(Math.min(100, process.stdout.columns || 100))
    .fail((message, error: Error | undefined) => {
      // yargs reports wrong usage by a YError; a command threw any other error.
      if (error !== undefined && error.name !== 'YError') throw error;
      throw wrongUsage(error?.message ?? message, args, FLAGS_OF.get(args[0] ?? '') ?? FLAG_NAMES);
    })
    .parseAsync();
}

/** Refuses a reserved word also where flags stand before it; after `trace` it is a process. */
async function trace(flags: TraceFlags): Promise<void> {
  const written = flags['_'];
  const target = flags['target'];
  if (Array.isArray(written) && written.length === 0 && typeof target === 'string') {
    refuseReserved(target);
  }
  const { traceCommand } = await import('./trace-command.js');
  await traceCommand(flags);
}

/** Replaces the words `help` and `version` by their flags. */
function withoutWords(args: readonly string[]): readonly string[] {
  const [word, ...others] = args;
  if (word === 'version') return ['--version', ...others];
  return word === 'help' ? [...others.filter((other) => other !== 'all'), '--help'] : args;
}
