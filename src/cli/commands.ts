import type { CommandName } from './command-words.js';
import {
  DOCTOR_GROUP,
  FILTER_GROUP,
  type FlagGroup,
  LIMIT_GROUP,
  OUTPUT_GROUP,
  PROGRAM_GROUP,
  SMOKE_GROUP,
  TRACER_GROUP,
} from './options.js';

/** A command as help, the man page, completion and the parser know it. */
export interface Command {
  readonly name: CommandName;
  /** The question that this command answers. */
  readonly question: string;
  /** Its words beside the options, as usage shows them. */
  readonly words?: string;
  /** Sentences that say what it does. */
  readonly about: string;
  readonly groups: readonly FlagGroup[];
  /** Lines as typed, each with what it asks or does. */
  readonly examples: readonly (readonly [string, string])[];
}

export const COMMANDS: readonly Command[] = [
  {
    name: 'trace',
    question: 'who signals whom, now? (the default: the word may be left out)',
    words: '[WHO]',
    about:
      'Shows each signal as it is sent: when, from whom, which, to whom, how, and what became of it. It ends at Ctrl-C, or at a limit. WHO is the process at either end: a pid, a name, a /regex/ over the command line, or nginx.service, unit/NAME, container/ID, pod/UID.',
    groups: [FILTER_GROUP, OUTPUT_GROUP, LIMIT_GROUP, TRACER_GROUP],
    examples: [
      ['signals-trace', 'who signals whom on this host?'],
      ['signals-trace -s TERM,KILL --to nginx', 'who ends nginx?'],
      ['signals-trace 882', 'what does process 882 get and send?'],
      ['signals-trace --under cron -a', 'what do cron and its jobs send and get?'],
      ['signals-trace --json -n 1 -s KILL', 'the next SIGKILL, for a script'],
    ],
  },
  {
    name: 'doctor',
    question: 'does it work here, and if not, what mends it?',
    about:
      'Checks what a trace needs of this host, and says for each lack what to type. Exit status 0: this host can be traced; 3: it cannot.',
    groups: [DOCTOR_GROUP],
    examples: [['signals-trace doctor', 'does it work here?']],
  },
  {
    name: 'smoke',
    question: 'is every kind of signal told truly on this host?',
    about:
      'Sends signals of each kind to processes of its own, traces them, and compares what was told with what was sent. Exit status 0: all passed; 1: a check failed; 3: this host cannot be traced.',
    groups: [SMOKE_GROUP],
    examples: [['signals-trace smoke --report junit > smoke.xml', 'the checks, for a CI system']],
  },
  {
    name: 'program',
    question: 'what would run as root?',
    words: '[WHO]',
    about:
      'Prints the bpftrace program that a trace with the same options would run, and runs nothing.',
    groups: [PROGRAM_GROUP, FILTER_GROUP, TRACER_GROUP],
    examples: [['signals-trace program -s KILL', 'what would run for this trace?']],
  },
  {
    name: 'schema',
    question: 'what is in a record? (JSON Schema)',
    about: 'Prints the JSON Schema of the records, with what each field means.',
    groups: [],
    examples: [['signals-trace schema', 'what is in a record?']],
  },
  {
    name: 'completion',
    question: 'how do I have Tab complete all this?',
    words: 'bash|zsh|install',
    about:
      'Prints the script that completes commands, options and values in bash or zsh; install puts it where the shell finds it, for the user who runs it, or as root for all users. Without a word it prints that of the shell that SHELL names.',
    groups: [],
    examples: [['signals-trace completion bash', 'the script for bash']],
  },
  {
    name: 'help',
    question: 'which options are there? help COMMAND, help all',
    words: '[COMMAND|all]',
    about: 'Prints one screen of help, that of a command, or all of it.',
    groups: [],
    examples: [['signals-trace help trace', 'every option of a trace']],
  },
  {
    name: 'version',
    question: 'which version is this?',
    about: 'Prints the version.',
    groups: [],
    examples: [['signals-trace version', 'which version is this?']],
  },
];

/** Returns the command of this name. */
export function commandNamed(name: CommandName): Command {
  const found = COMMANDS.find((command) => command.name === name);
  if (found === undefined) throw new Error(`no command ${name}`);
  return found;
}

/** Returns all flags of a command. */
export function flagsOf({ groups }: Command) {
  return groups.flatMap(({ flags }) => flags);
}
