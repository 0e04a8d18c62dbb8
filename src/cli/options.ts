import type { Argv, InferredOptionTypes, Options } from 'yargs';

import { PROBE_CHOICES } from '../program/variants.js';

/** A flag that takes one value and may be given several times. */
const LIST = { type: 'string', requiresArg: true, nargs: 1, array: false } as const;

const FILTERS = {
  signal: { ...LIST, alias: 's', describe: "Signals: TERM,KILL,RTMIN+3,9 or '!CHLD,URG'" },
  from: { ...LIST, describe: 'Sender: a pid, a name, or a /regex/ over the command line' },
  to: { ...LIST, describe: 'Target: a pid, a name, or a /regex/ over the command line' },
  unit: { ...LIST, describe: "Target's systemd unit: nginx.service, or nginx" },
  container: { ...LIST, describe: "Target's container: its id, or how that begins" },
  pod: { ...LIST, describe: "Target's Kubernetes pod, by its uid" },
  'from-unit': { ...LIST, describe: "Sender's systemd unit" },
  'from-container': { ...LIST, describe: "Sender's container" },
  user: { ...LIST, describe: "Either end's user, a name or a number" },
  'from-user': { ...LIST, describe: "Sender's user, a name or a number" },
  'to-user': { ...LIST, describe: "Target's user, a name or a number" },
  origin: { ...LIST, describe: "How it came about: kill,tty,oom or '!child'" },
  code: { ...LIST, describe: 'si_code: SEGV_MAPERR,SI_USER, or numbers' },
  result: { ...LIST, describe: "The kernel's verdict: delivered, ignored, already_pending, …" },
  all: { type: 'boolean', alias: 'a', describe: 'Show the noise that the table hides' },
  'hide-noise': { type: 'boolean', describe: 'Hide the noise in JSON too' },
  'with-self': { type: 'boolean', describe: "Show the tracer's own processes" },
  attempts: {
    type: 'boolean',
    describe: 'Calls that failed, too (ESRCH, EPERM); slows all system calls a little',
  },
} as const satisfies Record<string, Options>;

const OUTPUTS = {
  output: {
    ...LIST,
    alias: 'o',
    choices: ['table', 'wide', 'long', 'json'],
    describe: 'How signals are shown (default: table)',
  },
  json: { type: 'boolean', describe: 'Short for --output json: NDJSON' },
  write: { ...LIST, alias: 'w', describe: 'Append every record to a file too, as NDJSON' },
  ancestors: { type: 'boolean', describe: 'In JSON, the ancestors of both ends up to pid 1' },
  summary: { type: 'boolean', describe: 'At the end, who signalled whom how often' },
  stats: { type: 'boolean', describe: 'Signals and losses each second, on stderr' },
  'log-level': {
    ...LIST,
    choices: ['info', 'debug'],
    describe: 'debug tells on stderr what a maintainer asks for',
  },
} as const satisfies Record<string, Options>;

const LIMITS = {
  duration: { ...LIST, describe: 'End after this long: 10s, 5m, 2h; a bare number is seconds' },
  count: { ...LIST, alias: 'n', describe: 'End after so many signals' },
} as const satisfies Record<string, Options>;

const TRACER = {
  probe: {
    ...LIST,
    choices: PROBE_CHOICES,
    describe: 'Kind of probe: auto takes the richest that can be attached (default: auto)',
  },
  'no-cmdline': { type: 'boolean', describe: 'No command lines: they may hold secrets' },
  lean: {
    type: 'boolean',
    describe:
      'No command lines and no kernel stacks: cheaper for who sends; some origins are unknown',
  },
  buffer: {
    ...LIST,
    describe: 'Memory for bursts, all CPUs together: 64M (default: 128M, at most 1/32 of all)',
  },
  bpftrace: { ...LIST, describe: 'bpftrace to run (default: the first on PATH)' },
} as const satisfies Record<string, Options>;

/** Flags that decide which program runs. */
export function programFlags<T>(yargs: Argv<T>) {
  return yargs
    .positional('target', {
      type: 'string',
      describe: 'Either end of the signal: a pid, a name, or a /regex/',
    })
    .options(FILTERS)
    .group(Object.keys(FILTERS), 'Which signals:')
    .conflicts('all', 'hide-noise')
    .options(TRACER)
    .group(Object.keys(TRACER), 'The probes:');
}

/** All flags of a trace. */
export function traceFlags<T>(yargs: Argv<T>) {
  return programFlags(yargs)
    .options(OUTPUTS)
    .group(Object.keys(OUTPUTS), 'What is shown:')
    .options(LIMITS)
    .group(Object.keys(LIMITS), 'How long:');
}

export type ProgramFlags = InferredOptionTypes<typeof FILTERS & typeof TRACER> & {
  readonly target?: string | undefined;
};
export type TraceFlags = ProgramFlags & InferredOptionTypes<typeof OUTPUTS & typeof LIMITS>;

/** Names of the commands, for suggestions. */
export const COMMAND_NAMES = ['program', 'doctor', 'smoke', 'schema', 'completion'];

/** Names of flags, for suggestions: of the program's, and of all. */
export const PROGRAM_FLAG_NAMES = Object.keys({ ...FILTERS, ...TRACER });
export const FLAG_NAMES = Object.keys({ ...FILTERS, ...OUTPUTS, ...LIMITS, ...TRACER });

/** What was given for a flag that may be given several times. */
export function listed(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

/** What was given last for a flag that counts once. */
export function last(value: string | readonly string[] | undefined): string | undefined {
  return listed(value).at(-1);
}
