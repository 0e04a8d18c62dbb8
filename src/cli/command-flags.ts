import type { Options } from 'yargs';

import { PROBE_CHOICES } from '../program/variants.js';

const TEXT = { type: 'string', requiresArg: true, nargs: 1, array: false } as const;

/** How long a smoke check waits for a signal. */
export const PATIENCE = '10s';

/** Flags of `program` alone. */
export const PROGRAM_FLAGS = {
  fallbacks: {
    type: 'boolean',
    describe: 'Print every program that could run here, in the order in which they are tried',
  },
} as const satisfies Record<string, Options>;

export const DOCTOR_FLAGS = {
  json: { type: 'boolean', describe: 'Print the checks as JSON' },
  bpftrace: {
    type: 'string',
    requiresArg: true,
    describe: 'bpftrace to check (default: the first on PATH)',
  },
} as const satisfies Record<string, Options>;

export const SMOKE_FLAGS = {
  report: { ...TEXT, choices: ['tap', 'junit'], describe: 'Format of the report (default: tap)' },
  patience: {
    ...TEXT,
    describe: `Time limit for each signal; a start may take three times as long (default: ${PATIENCE})`,
  },
  probe: { ...TEXT, choices: PROBE_CHOICES, describe: 'Kind of probe (default: auto)' },
  write: { ...TEXT, alias: 'w', describe: 'Append every record to this file, as NDJSON' },
  bpftrace: { ...TEXT, describe: 'bpftrace to run (default: the first on PATH)' },
} as const satisfies Record<string, Options>;
