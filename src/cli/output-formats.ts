import { usage } from '../errors.js';
import { long } from '../outputs/long.js';
import { ndjson } from '../outputs/ndjson.js';
import type { Formatter } from '../outputs/output-format.js';
import { table } from '../outputs/table.js';
import { last, type TraceFlags } from './options.js';

/** Columns of a table that goes to no terminal; the wide one has as many as its ends can use. */
const PIPED_COLUMNS = { table: 120, wide: 186 };

export type OutputFormat = 'table' | 'wide' | 'long' | 'json';

/** The output format that the flags ask for. */
export function faceOf(flags: Pick<TraceFlags, 'output' | 'json'>): OutputFormat {
  const output = last(flags.output);
  if (flags.json === true && output !== undefined && output !== 'json') {
    throw usage(
      `--json and --output ${output} contradict each other`,
      'leave one of them out; --write FILE keeps JSON beside what is shown',
    );
  }
  if (flags.json === true || output === 'json') return 'json';
  return output === 'wide' || output === 'long' ? output : 'table';
}

/** The formatter of stdout; colour only on a terminal, and where NO_COLOR is unset. */
export function formatFor(face: OutputFormat): Formatter {
  if (face === 'json') return ndjson;
  const { stdout } = process;
  const colour = stdout.isTTY && (process.env['NO_COLOR'] ?? '') === '';
  const now = () => performance.now();
  if (face === 'long') return long(colour, now);
  return table({
    columns: stdout.isTTY ? stdout.columns : PIPED_COLUMNS[face],
    colour,
    wide: face === 'wide',
    now,
  });
}
