import type { Argv, InferredOptionTypes, Options } from 'yargs';

import { listed } from '../filter/flags.js';
import type { Flags } from '../filter/option.js';
import { LISTED_OPTIONS } from '../filter/options.js';
import { PROBE_CHOICES } from '../program/variants.js';

/** A flag with a value; it may be given several times. */
const LIST = { type: 'string', requiresArg: true, nargs: 1, array: false } as const;

const FLAGS_OF_FILTER = LISTED_OPTIONS.flatMap(({ flags }) => flags);

const FILTERS: Record<string, Options> = Object.fromEntries(
  FLAGS_OF_FILTER.map(({ name, alias, takes, help }) => [
    name,
    {
      ...(takes === 'list' ? LIST : { type: 'boolean' }),
      ...(alias === undefined ? {} : { alias }),
      describe: help,
    },
  ]),
);

/** Pairs of flags that contradict each other. */
const CONFLICTS = FLAGS_OF_FILTER.flatMap(({ name, conflicts }) =>
  conflicts === undefined ? [] : [[name, conflicts] as const],
);

const OUTPUTS = {
  output: {
    ...LIST,
    alias: 'o',
    choices: ['table', 'wide', 'long', 'json'],
    describe: 'Output format (default: table)',
  },
  json: { type: 'boolean', describe: 'Print NDJSON; short for --output json' },
  write: { ...LIST, alias: 'w', describe: 'Also append every record to this file, as NDJSON' },
  ancestors: { type: 'boolean', describe: 'Add the ancestors of both ends, up to pid 1, to JSON' },
  summary: { type: 'boolean', describe: 'At the end, print who signalled whom how often' },
  stats: {
    type: 'boolean',
    describe: 'Print the rate of signals and the losses each second, on stderr',
  },
  'log-level': {
    ...LIST,
    choices: ['info', 'debug'],
    describe: "debug prints the tracer's own state changes on stderr",
  },
} as const satisfies Record<string, Options>;

const LIMITS = {
  duration: { ...LIST, describe: 'End after this time: 10s, 5m, 2h; a bare number is seconds' },
  count: { ...LIST, alias: 'n', describe: 'End after this many signals' },
} as const satisfies Record<string, Options>;

const TRACER = {
  probe: {
    ...LIST,
    choices: PROBE_CHOICES,
    describe: 'Kind of probe; auto selects the one with most detail that attaches (default: auto)',
  },
  'no-cmdline': { type: 'boolean', describe: 'Read no command lines, which may hold secrets' },
  lean: {
    type: 'boolean',
    describe:
      'Read no command lines and no kernel stacks: costs senders less, leaves some origins unknown',
  },
  buffer: {
    ...LIST,
    describe: 'Buffer for bursts, over all CPUs: 64M (default: 128M, at most 1/32 of memory)',
  },
  bpftrace: { ...LIST, describe: 'bpftrace to run (default: the first on PATH)' },
} as const satisfies Record<string, Options>;

/** Adds the flags that decide which program runs. */
export function programFlags<T>(yargs: Argv<T>) {
  return yargs
    .positional('target', {
      type: 'string',
      describe: 'Process at either end: a pid, a name, or a /regex/ over the command line',
    })
    .options<{ readonly [flag in never]: Options }>(FILTERS)
    .group(Object.keys(FILTERS), 'Which signals:')
    .conflicts(Object.fromEntries(CONFLICTS))
    .options(TRACER)
    .group(Object.keys(TRACER), 'The probes:');
}

/** Adds all flags of a trace. */
export function traceFlags<T>(yargs: Argv<T>) {
  return programFlags(yargs)
    .options(OUTPUTS)
    .group(Object.keys(OUTPUTS), 'What is shown:')
    .options(LIMITS)
    .group(Object.keys(LIMITS), 'How long:');
}

/** Flags as yargs returns them. The options of the filter read their own. */
export type ProgramFlags = InferredOptionTypes<typeof TRACER> & Flags;
export type TraceFlags = ProgramFlags & InferredOptionTypes<typeof OUTPUTS & typeof LIMITS>;

/** Names of flags, for suggestions. */
export const PROGRAM_FLAG_NAMES = Object.keys({ ...FILTERS, ...TRACER });
export const FLAG_NAMES = Object.keys({ ...FILTERS, ...OUTPUTS, ...LIMITS, ...TRACER });

/** Returns the last value of a flag of which one value counts. */
export function last(value: string | readonly string[] | undefined): string | undefined {
  return listed(value).at(-1);
}
