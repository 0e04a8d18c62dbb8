import { OUTCOME_RECORDS } from './outcome-schema.js';
import { COUNT, PROCESS, recordSchema, SIGNAL_NAME, SIGNO, TIME } from './schema-parts.js';
import { ORIGIN, SENDER, SIGNAL } from './signal-schema.js';

// The JSON Schema of a record is the one source of the stream's contract. `npm run generate` makes the
// types in records.ts and the tables in README.md from it, and `signals-trace schema` prints it. Fields
// are added, never renamed.

const READY = recordSchema(
  'ready',
  'ReadyRecord',
  'Tracing has begun. From here on a record reports whatever is missed. Each start of bpftrace writes one.',
  {
    version: { type: 'string', description: 'Version of signals-trace.' },
    schema: { type: 'integer', description: 'Version of this schema.' },
    hostname: { type: 'string', description: 'Name of the host, as uname -n prints it.' },
    boot_id: {
      type: 'string',
      description: 'Id of this boot, from /proc/sys/kernel/random/boot_id.',
    },
    kernel: { type: 'string', description: 'Release of the kernel, as uname -r prints it.' },
    bpftrace: {
      type: 'object',
      properties: {
        version: { type: 'string', description: 'Version of bpftrace.' },
        path: { type: 'string', description: 'Path of the program.' },
      },
      description: 'The bpftrace that runs.',
      required: ['version', 'path'],
      additionalProperties: false,
    },
    probe: {
      enum: ['tracepoint', 'rawtracepoint', 'fentry', 'kprobe'],
      description: 'Kind of probe by which signals are traced.',
    },
    absent: {
      type: 'array',
      items: { type: 'string' },
      description:
        'Fields that this host cannot provide, or not with every record. `result=ignored` means that ignored signals are not traced, or not all of them.',
    },
    clock_error_ns: {
      ...COUNT,
      description:
        'Largest error of `time` in nanoseconds, from matching the kernel clock with the wall clock.',
    },
    incarnation: {
      type: 'integer',
      minimum: 1,
      description: 'Number of this start of bpftrace, from 1.',
    },
  },
  [
    'version',
    'schema',
    'hostname',
    'kernel',
    'bpftrace',
    'probe',
    'absent',
    'clock_error_ns',
    'incarnation',
  ],
);

const LOST = recordSchema(
  'lost',
  'LostRecord',
  'Signals were lost. The record stands before the first one after the loss.',
  {
    count: { type: 'integer', minimum: 1, description: 'Number of signals that were lost.' },
    from: { ...TIME, description: 'Time of the last record before the loss.' },
    to: { ...TIME, description: 'Time of the first record after the loss.' },
    cpu: {
      type: 'integer',
      minimum: 0,
      description: 'CPU on which they were lost, where that is known.',
    },
    where: {
      const: 'reader',
      description: 'The reader of this stream was too slow; other readers may have them.',
    },
  },
  ['count'],
);

const BURST = recordSchema(
  'burst',
  'BurstRecord',
  'Equal handled signals that no record tells of, since they came too fast: where noise is hidden, the first 100 in a second on each CPU have records, and TERM, INT, QUIT, HUP and real-time signals always.',
  {
    signal: SIGNAL_NAME,
    signo: SIGNO,
    origin: ORIGIN,
    sender: SENDER,
    target: PROCESS,
    count: { type: 'integer', minimum: 1, description: 'Number of signals without a record.' },
    from: { ...TIME, description: 'Time of the first of them all, which has a record.' },
    to: { ...TIME, description: 'Time of the last.' },
  },
  ['signal', 'signo', 'count', 'from', 'to'],
);

const GAP = recordSchema(
  'gap',
  'GapRecord',
  'Nothing was traced between the last sign of life of bpftrace and the next `ready`.',
  {
    from: { ...TIME, description: 'Time of the last sign of life.' },
    to: { ...TIME, description: 'Time of the next `ready`.' },
    reason: { type: 'string', description: 'Why tracing stopped, in a sentence for people.' },
    incarnation: {
      type: 'integer',
      minimum: 1,
      description: 'Number of the start of bpftrace that ended.',
    },
    recovered: { ...COUNT, description: 'Signals of the gap that were recovered afterwards.' },
    unrecovered: {
      type: ['integer', 'null'],
      description: 'Signals of the gap that were not recovered; null where that cannot be known.',
    },
  },
  ['from', 'to', 'reason', 'incarnation', 'recovered', 'unrecovered'],
);

const WARNING = recordSchema(
  'warning',
  'WarningRecord',
  'Something that the reader should know. The stream goes on.',
  {
    code: { type: 'string', description: 'Kind of warning, for programs: `pid_namespace`.' },
    message: { type: 'string', description: 'What happened, for people.' },
    hint: { type: 'string', description: 'What to do about it, for people.' },
  },
  ['code', 'message'],
);

const END = recordSchema(
  'end',
  'EndRecord',
  'The ledger of the trace, and its last record in every output that can still be written.',
  {
    reason: {
      type: 'string',
      description: 'Why the trace ended: `SIGINT`, `duration`, `count` and so on.',
    },
    generated: {
      ...COUNT,
      description:
        'Signals that passed the filter in the kernel, counted there and independently of their records.',
    },
    hidden: {
      type: 'object',
      additionalProperties: COUNT,
      description: 'Signals that the noise filter dropped, by name, counted in the kernel.',
    },
    thinned: {
      type: 'object',
      additionalProperties: COUNT,
      description:
        'Signals of floods that `burst` tells of, by name, counted in the kernel; `generated` is without them.',
    },
    skipped: {
      type: ['integer', 'null'],
      description:
        'Events that the program missed because another BPF program ran, from the kernel (recursion_misses) and from its own count. null where the kernel does not count them: on tracepoints and kprobes before Linux 6.7, on fentry before 5.12.',
    },
    received: {
      ...COUNT,
      description: 'Signals that came from bpftrace: emitted + filtered + invalid.',
    },
    emitted: { ...COUNT, description: 'Signals written as records.' },
    filtered: {
      ...COUNT,
      description: 'Signals dropped after decoding: not asked for, or traced before `ready`.',
    },
    late: {
      ...COUNT,
      description: 'Emitted signals that came after a record with a greater ktime.',
    },
    invalid: { ...COUNT, description: 'Signals dropped because their values cannot be true.' },
    lost: { ...COUNT, description: 'Signals lost and not recovered.' },
    lost_by_signal: {
      type: 'object',
      additionalProperties: COUNT,
      description: 'The same by name, where the counts of the kernel tell it exactly.',
    },
    recovered: { ...COUNT, description: 'Lost signals that were recovered afterwards.' },
    unaccounted: {
      type: 'integer',
      description: 'generated - received - lost - recovered; must be 0.',
    },
    incarnations: { ...COUNT, description: 'Number of starts of bpftrace that began to trace.' },
  },
  [
    'reason',
    'generated',
    'hidden',
    'skipped',
    'received',
    'emitted',
    'filtered',
    'late',
    'invalid',
    'lost',
    'recovered',
    'unaccounted',
    'incarnations',
  ],
);

/** Version of the schema. It rises when a field or a type is added. */
export const SCHEMA_VERSION = 2;

/** The schema of any record of the stream. */
export const RECORD_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://www.npmjs.com/package/signals-trace/records.json',
  title: 'TraceRecord',
  oneOf: [READY, SIGNAL, ...OUTCOME_RECORDS, LOST, BURST, GAP, WARNING, END],
};
