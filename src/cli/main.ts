import yargs, { type Argv } from 'yargs';

import { SignalsTraceError } from '../errors.js';
import { version } from '../version.js';
import { doctorCommand } from './doctor-command.js';
import { nearest } from './nearest.js';
import { FLAG_NAMES, PROGRAM_FLAG_NAMES, programFlags, traceFlags } from './options.js';
import { PROGRAM_FLAGS, programCommand } from './program-command.js';
import { schemaCommand } from './schema-command.js';
import { SMOKE_FLAGS, smokeCommand } from './smoke-command.js';
import { traceCommand } from './trace-command.js';

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

/** What the commands take, but for the trace itself. */
const FLAGS_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ['program', [...PROGRAM_FLAG_NAMES, ...Object.keys(PROGRAM_FLAGS)]],
  ['doctor', Object.keys(DOCTOR_FLAGS)],
  ['smoke', Object.keys(SMOKE_FLAGS)],
  ['schema', []],
]);

/** The command line. Flags become options here, and nothing else happens. */
export async function main(args: readonly string[]): Promise<void> {
  await yargs(args)
    .scriptName('signals-trace')
    .usage('Shows who sends which signal to whom, live, from the Linux kernel.')
    .parserConfiguration({
      'camel-case-expansion': false,
      'boolean-negation': false,
      'dot-notation': false,
    })
    .command('$0 [target]', 'Trace signals', traceFlags, traceCommand)
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
      // What yargs itself complains of is wrong usage; anything else was thrown by a command.
      throw error === undefined || error.name === 'YError'
        ? usage(error?.message ?? message, args)
        : error;
    })
    .parseAsync();
}

/** A complaint of yargs in one line, with what mends it. */
function usage(message: string, args: readonly string[]): SignalsTraceError {
  const missing = /^Not enough arguments following: (\S+)/.exec(message)?.[1];
  if (missing !== undefined) {
    const flag = `${missing.length === 1 ? '-' : '--'}${missing}`;
    return wrong(`${flag} needs a value`, 'signals-trace --help says which');
  }
  const choice = /Argument: (\S+), Given: (.*), Choices: (.*)/.exec(message);
  if (choice !== null) {
    const [, flag = '', given = '', choices = ''] = choice;
    return wrong(`--${flag} cannot be ${given}`, `choose one of ${choices.replaceAll('"', '')}`);
  }
  const [, one, other] = /^Arguments (\S+) and (\S+) are mutually exclusive/.exec(message) ?? [];
  if (one !== undefined && other !== undefined) {
    return wrong(`--${one} and --${other} contradict each other`, 'leave one of them out');
  }
  const [, unknown] = /^Unknown arguments?: (.*)$/s.exec(message) ?? [];
  if (unknown === undefined) {
    return wrong(message.split('\n')[0] ?? message, 'signals-trace --help says what there is');
  }
  const [first = '', ...others] = unknown.split(', ').map((name) => asTyped(name, args));
  const flags = FLAGS_OF.get(args[0] ?? '') ?? FLAG_NAMES;
  const name = first.replace(/^-+/, '');
  const isProcess = PROCESS.has(name) && flags.includes('to');
  const guess = isProcess ? 'to' : nearest(name, [...flags, 'help', 'version']);
  return wrong(
    `Unknown argument${others.length > 0 ? 's' : ''}: ${[first, ...others].join(', ')}`,
    guess === undefined ? 'signals-trace --help says what there is' : `did you mean --${guess}?`,
  );
}

/** Flags of other tools for a process. */
const PROCESS: ReadonlySet<string> = new Set(['pid', 'p', 'comm', 'name']);

/** With the dashes that yargs leaves out. */
function asTyped(name: string, args: readonly string[]): string {
  const flags = args.filter((arg) => arg.startsWith('-')).map((arg) => arg.replace(/=.*$/s, ''));
  const whole = flags.find((flag) => flag.replace(/^-+/, '') === name);
  const isLetter = flags.some((flag) => /^-[^-]/.test(flag) && flag.includes(name));
  return whole ?? (name.length === 1 && isLetter ? `-${name}` : name);
}

function wrong(message: string, hint: string): SignalsTraceError {
  return new SignalsTraceError('usage', message, hint);
}
