import { OUTCOME_RECORDS } from './outcome-schema.js';
import { COUNT, recordSchema, TIME } from './schema-parts.js';
import { SIGNAL } from './signal-schema.js';

/**
 * The one source of what signals-trace promises: the JSON Schema of a record. The types in
 * records.ts and the README's table are made from it (`scripts/generate`), and
 * `signals-trace schema` prints it. We add; we don't rename.
 */
const READY = recordSchema(
  'ready',
  'ReadyRecord',
  'Tracing has begun: nothing that happens after it is missed without a record saying so. One for each incarnation of bpftrace.',
  {
    version: { type: 'string', description: 'Version of signals-trace.' },
    schema: { type: 'integer', description: 'Version of this schema.' },
    hostname: { type: 'string' },
    boot_id: { type: 'string', description: '/proc/sys/kernel/random/boot_id.' },
    kernel: { type: 'string', description: 'Release of the kernel, as uname -r says it.' },
    bpftrace: {
      type: 'object',
      properties: { version: { type: 'string' }, path: { type: 'string' } },
      required: ['version', 'path'],
      additionalProperties: false,
    },
    probe: {
      enum: ['tracepoint', 'rawtracepoint', 'fentry', 'kprobe'],
      description: 'Kind of probe that the signals are seen by.',
    },
    absent: {
      type: 'array',
      items: { type: 'string' },
      description:
        'Fields that this host cannot give, or not with every record; `result=ignored`: no record says so, or not each that should.',
    },
    clock_error_ns: {
      ...COUNT,
      description:
        'How far, at most, `time` may be from the wall clock when the kernel read its own.',
    },
    incarnation: { type: 'integer', minimum: 1, description: 'Which start of bpftrace this is.' },
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
  'Events were dropped; written before the first record after the hole.',
  {
    count: { type: 'integer', minimum: 1 },
    from: { ...TIME, description: 'Time of the record before the hole.' },
    to: { ...TIME, description: 'Time of the record after the hole.' },
    cpu: { type: 'integer', minimum: 0 },
    where: { const: 'reader', description: "A slow reader's own loss." },
  },
  ['count'],
);

const GAP = recordSchema(
  'gap',
  'GapRecord',
  'Nothing was traced between the last proof of life and the next ready.',
  {
    from: TIME,
    to: TIME,
    reason: { type: 'string' },
    incarnation: { type: 'integer', minimum: 1, description: 'The incarnation that ended.' },
    recovered: COUNT,
    unrecovered: { type: ['integer', 'null'], description: 'null where it cannot be known.' },
  },
  ['from', 'to', 'reason', 'incarnation', 'recovered', 'unrecovered'],
);

const WARNING = recordSchema(
  'warning',
  'WarningRecord',
  'Something that the reader should know and the stream survives.',
  { code: { type: 'string' }, message: { type: 'string' }, hint: { type: 'string' } },
  ['code', 'message'],
);

const END = recordSchema(
  'end',
  'EndRecord',
  'The ledger; the last record of every output that can still be written.',
  {
    reason: { type: 'string' },
    generated: {
      ...COUNT,
      description: 'What the kernel counted after the filter in the probe, apart from the events.',
    },
    hidden: {
      type: 'object',
      additionalProperties: COUNT,
      description: 'What the noise filter held back, by signal, counted in the kernel.',
    },
    skipped: {
      type: ['integer', 'null'],
      description:
        'What the program did not see because another ran there: by the kernel (recursion_misses) and by its own count. null where the kernel does not count that: on tracepoints and kprobes before Linux 6.7, on fentry before 5.12.',
    },
    received: { ...COUNT, description: 'received = emitted + filtered + invalid.' },
    emitted: COUNT,
    filtered: {
      ...COUNT,
      description: 'Dropped after decoding: not asked for, or traced before `ready`.',
    },
    late: { ...COUNT, description: 'Signals that came behind a younger record.' },
    invalid: COUNT,
    lost: COUNT,
    recovered: COUNT,
    unaccounted: {
      type: 'integer',
      description: 'generated - received - lost - recovered; must be 0.',
    },
    incarnations: COUNT,
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

/** Version of the schema: it grows when a field or type is added. */
export const SCHEMA_VERSION = 2;

/** The schema of any record of the stream. */
export const RECORD_SCHEMA = {
  $schema: 'http://json-schema.org/draft-07/schema#',
  $id: 'https://www.npmjs.com/package/signals-trace/records.json',
  title: 'TraceRecord',
  oneOf: [READY, SIGNAL, ...OUTCOME_RECORDS, LOST, GAP, WARNING, END],
};
