import { listed } from '../filter/flags.js';
import type { Flag, Flags } from '../filter/option.js';
import { LISTED_OPTIONS } from '../filter/options.js';
import { PROBE_CHOICES } from '../program/variants.js';

/** How long a smoke check waits for a signal. */
export const PATIENCE = '10s';

type Described = Omit<Flag, 'name'>;
type Table = Readonly<Record<string, Described>>;

/** Flags of a table as yargs returns them. */
export type Given<T extends Table> = {
  readonly [Name in keyof T]?:
    (T[Name]['takes'] extends 'switch' ? boolean : string | readonly string[]) | undefined;
};

const BPFTRACE = {
  takes: 'value',
  value: 'PATH',
  help: 'bpftrace to run (default: the first on PATH)',
  offers: 'program',
  others: ['bpftrace-path'],
} as const satisfies Described;

const PROBE = {
  takes: 'value',
  value: 'KIND',
  choices: PROBE_CHOICES,
  help: 'Kind of probe; auto selects the one with most detail that attaches (default: auto)',
} as const satisfies Described;

const OUTPUTS = {
  output: {
    alias: 'o',
    takes: 'value',
    value: 'FORMAT',
    choices: ['table', 'wide', 'long', 'json'],
    help: 'Output format: table (default), wide, long or json',
    others: ['format', 'f', 'fmt', 'style', 'view'],
  },
  json: {
    takes: 'switch',
    help: 'Print NDJSON; short for --output json',
    others: ['ndjson', 'jsonl', 'J'],
  },
  write: {
    alias: 'w',
    takes: 'value',
    value: 'FILE',
    offers: 'file',
    help: 'Also append every record to this file, as NDJSON',
    others: ['output-file', 'out', 'outfile', 'file', 'log-file', 'logfile', 'tee'],
  },
  ancestors: {
    takes: 'switch',
    help: 'Add the ancestors of both ends, up to pid 1, to JSON',
    others: ['parents', 'tree', 'ppid'],
  },
  summary: {
    takes: 'switch',
    help: 'At the end, print who signalled whom how often',
    others: ['aggregate', 'histogram', 'totals'],
  },
  stats: {
    takes: 'switch',
    help: 'Print the rate of signals and the losses each second, on stderr',
    others: ['rate', 'statistics'],
  },
  'log-level': {
    takes: 'value',
    value: 'LEVEL',
    choices: ['info', 'debug'],
    help: "debug prints the tracer's own state changes on stderr",
    others: ['debug', 'verbose', 'v', 'd', 'loglevel'],
  },
} as const satisfies Table;

const LIMITS = {
  duration: {
    takes: 'value',
    value: 'TIME',
    help: 'End after this time: 10s, 5m, 2h, or seconds',
    offers: ['10s', '1m', '5m', '1h'],
    others: ['time', 'timeout', 't', 'seconds', 'for'],
  },
  count: {
    alias: 'n',
    takes: 'value',
    value: 'N',
    help: 'End after this many signals',
    others: ['limit', 'max', 'events', 'number', 'c', 'head'],
  },
} as const satisfies Table;

const TRACER = {
  probe: PROBE,
  'no-cmdline': {
    takes: 'switch',
    help: 'Read no command lines, which may hold secrets',
    others: ['no-args', 'no-cmd'],
  },
  lean: {
    takes: 'switch',
    help: 'Read no command lines and no kernel stacks: costs senders less, leaves some origins unknown',
    others: ['light', 'fast'],
  },
  buffer: {
    takes: 'value',
    value: 'SIZE',
    help: 'Buffer for bursts, over all CPUs: 64M (default: 256M, at most 1/32 of memory)',
    offers: ['64M', '128M', '256M'],
    others: ['buffer-size', 'b'],
  },
  bpftrace: BPFTRACE,
} as const satisfies Table;

const PROGRAM = {
  fallbacks: {
    takes: 'switch',
    help: 'Print every program that could run here, in the order in which they are tried',
  },
} as const satisfies Table;

const DOCTOR = {
  json: { takes: 'switch', help: 'Print the checks as JSON' },
  bpftrace: { ...BPFTRACE, help: 'bpftrace to check (default: the first on PATH)' },
} as const satisfies Table;

const SMOKE = {
  report: {
    takes: 'value',
    value: 'FORMAT',
    choices: ['tap', 'junit'],
    help: 'Format of the report (default: tap)',
    others: ['format', 'output', 'o', 'reporter'],
  },
  patience: {
    takes: 'value',
    value: 'TIME',
    help: `Time limit for each signal; a start may take three times as long (default: ${PATIENCE})`,
    offers: ['10s', '30s', '100s'],
    others: ['timeout', 'duration'],
  },
  probe: { ...PROBE, help: 'Kind of probe (default: auto)' },
  write: OUTPUTS.write,
  bpftrace: BPFTRACE,
} as const satisfies Table;

/** Flags that help lists under one heading. */
export interface FlagGroup {
  readonly title: string;
  readonly flags: readonly Flag[];
}

export const FILTER_GROUP: FlagGroup = {
  title: 'Which signals',
  flags: LISTED_OPTIONS.flatMap(({ flags }) => flags),
};
export const TRACER_GROUP = group('The probes', TRACER);
export const OUTPUT_GROUP = group('What is shown', OUTPUTS);
export const LIMIT_GROUP = group('How long', LIMITS);
export const PROGRAM_GROUP = group('What is printed', PROGRAM);
export const DOCTOR_GROUP = group('Options', DOCTOR);
export const SMOKE_GROUP = group('Options', SMOKE);

/** Flags as yargs returns them. The options of the filter read their own. */
export type ProgramFlags = Given<typeof TRACER & typeof PROGRAM> & Flags;
export type TraceFlags = Given<typeof TRACER & typeof OUTPUTS & typeof LIMITS> & Flags;
export type DoctorFlags = Given<typeof DOCTOR>;
export type SmokeFlags = Given<typeof SMOKE>;

/** Returns the last value of a flag of which one value counts. */
export function last(value: string | readonly string[] | undefined): string | undefined {
  return listed(value).at(-1);
}

function group(title: string, table: Table): FlagGroup {
  return { title, flags: Object.entries(table).map(([name, flag]) => ({ name, ...flag })) };
}
