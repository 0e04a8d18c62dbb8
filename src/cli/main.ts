import yargs, { type Argv } from 'yargs';

import { version } from '../version.js';
import { refuseReserved } from './commands.js';
import { doctorCommand } from './doctor-command.js';
import {
  FLAG_NAMES,
  PROGRAM_FLAG_NAMES,
  programFlags,
  type TraceFlags,
  traceFlags,
} from './options.js';
import { PROGRAM_FLAGS, programCommand } from './program-command.js';
import { schemaCommand } from './schema-command.js';
import { SMOKE_FLAGS, smokeCommand } from './smoke-command.js';
import { traceCommand } from './trace-command.js';
import { wrongUsage } from './wrong-usage.js';

const EXAMPLES: [string, string][] = [
  ['$0', 'who signals whom on this host?'],
  ['$0 -s TERM,KILL --to nginx', 'who ends nginx?'],
  ['$0 882', 'what does process 882 get, and what does it send?'],
  ["$0 --from '/cron/' -a", 'what do the jobs of cron send, noise and all?'],
  ['$0 --json -n 1 -s KILL | grep sender', 'who sends the next SIGKILL, for a script?'],
];

const DOCTOR_FLAGS = {
  json: { type: 'boolean', describe: 'As JSON' },
  bpftrace: { type: 'string', requiresArg: true, describe: 'bpftrace to check' },
} as const;

/** The flags of every command but the trace itself. */
const FLAGS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['program', [...PROGRAM_FLAG_NAMES, ...Object.keys(PROGRAM_FLAGS)]],
  ['doctor', Object.keys(DOCTOR_FLAGS)],
  ['smoke', Object.keys(SMOKE_FLAGS)],
  ['schema', []],
]);

/** The command line. Flags become options here, and nothing else happens. */
export async function main(args: readonly string[]): Promise<void> {
  refuseReserved(args[0]);
  await yargs(withoutWords(args))
    .scriptName('signals-trace')
    .usage('Shows who sends which signal to whom, live, from the Linux kernel.')
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
      programCommand,
    )
    .command('doctor', 'Check whether this host can be traced', DOCTOR_FLAGS, doctorCommand)
    .command(
      'smoke',
      'Prove that tracing works here, with signals of its own',
      SMOKE_FLAGS,
      smokeCommand,
    )
    .command('schema', 'Print the JSON Schema of the records', {}, schemaCommand)
    .completion('completion', 'Print a script for the completion of your shell')
    .example(EXAMPLES)
    .strict()
    .version(version)
    .alias('version', 'V')
    .alias('help', 'h')
    .wrap(Math.min(100, process.stdout.columns || 100))
    .fail((message, error: Error | undefined) => {
      // An error of yargs itself is wrong usage; any other was thrown by a command.
      if (error !== undefined && error.name !== 'YError') throw error;
      throw wrongUsage(error?.message ?? message, args, FLAGS_OF.get(args[0] ?? '') ?? FLAG_NAMES);
    })
    .parseAsync();
}

/** The first word is the command, wherever it stands; after `trace` it is a process. */
async function trace(flags: TraceFlags): Promise<void> {
  const written = flags['_'];
  const target = flags['target'];
  if (Array.isArray(written) && written.length === 0 && typeof target === 'string') {
    refuseReserved(target);
  }
  await traceCommand(flags);
}

/** `help` and `version` as the flags that they stand for. */
function withoutWords(args: readonly string[]): readonly string[] {
  const [word, ...others] = args;
  if (word === 'version') return ['--version', ...others];
  return word === 'help' ? [...others.filter((other) => other !== 'all'), '--help'] : args;
}
