import { usage } from '../errors.js';
import type { Filter } from '../filter/filter.js';
import { isHeldBack } from '../filter/noise.js';
import { isColoured } from '../outputs/colour.js';
import { long } from '../outputs/long.js';
import { ndjson, terminalNdjson } from '../outputs/ndjson.js';
import type { Formatter } from '../outputs/output-format.js';
import type { RowOptions } from '../outputs/row-formatter.js';
import { table } from '../outputs/table.js';
import { last, type TraceFlags } from './options.js';

const USUAL_COLUMNS = 80;
/** Columns of a table that is not on a terminal; the wide one is as wide as its columns want. */
const PIPED_COLUMNS = { table: 120, wide: Infinity };

export type OutputFormat = 'table' | 'wide' | 'long' | 'json';

/**
 * Returns the output format that the flags ask for.
 *
 * @throws SignalsTraceError `usage` where `--json` and `--output` contradict each other
 */
export function outputFormatOf(flags: Pick<TraceFlags, 'output' | 'json'>): OutputFormat {
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

/** Returns the formatter of stdout. */
export function formatFor(output: OutputFormat, filter: Filter): Formatter {
  const { stdout } = process;
  if (output === 'json') return stdout.isTTY ? terminalNdjson : ndjson;
  const rows: RowOptions = {
    colour: isColoured(stdout),
    cut: stdout.isTTY,
    holdsBack: isHeldBack(filter),
    now: () => performance.now(),
  };
  if (output === 'long') return long(rows);
  // A terminal may have no size: 0.
  const columns = stdout.isTTY ? stdout.columns || USUAL_COLUMNS : PIPED_COLUMNS[output];
  return table({ ...rows, columns, wide: output === 'wide' });
}
