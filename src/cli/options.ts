import type { Argv, InferredOptionTypes, Options } from 'yargs';

import { listed } from '../filter/flags.js';
import type { Flags } from '../filter/option.js';
import { LISTED_OPTIONS } from '../filter/options.js';
import { PROBE_CHOICES } from '../program/variants.js';

/** A flag that takes one value and may be given several times. */
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
    .options<{ readonly [flag in never]: Options }>(FILTERS)
    .group(Object.keys(FILTERS), 'Which signals:')
    .conflicts(Object.fromEntries(CONFLICTS))
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

/** The flags of the filter are read by its options; the others are known here. */
export type ProgramFlags = InferredOptionTypes<typeof TRACER> & Flags;
export type TraceFlags = ProgramFlags & InferredOptionTypes<typeof OUTPUTS & typeof LIMITS>;

/** Names of flags, for suggestions: those of the program, and all. */
export const PROGRAM_FLAG_NAMES = Object.keys({ ...FILTERS, ...TRACER });
export const FLAG_NAMES = Object.keys({ ...FILTERS, ...OUTPUTS, ...LIMITS, ...TRACER });

/** The last value of a flag that counts once. */
export function last(value: string | readonly string[] | undefined): string | undefined {
  return listed(value).at(-1);
}
