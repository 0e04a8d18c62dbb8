import { given } from './flags.js';
import type { FilterOption, Flag } from './option.js';
import { checkTarget, needsOf, parseWho, type Who } from './who.js';
import { absentWhos } from './who-absent.js';
import { targetClause } from './who-clause.js';
import { matchTarget } from './who-match.js';

const FLAG: Flag = {
  name: 'to',
  takes: 'values',
  value: 'WHO',
  help: 'Target: a pid, a name, a unit, or a /regex/',
  offers: 'who',
  others: ['pid', 'p', 'comm', 'name', 'process', 'target', 'dest', 'dst', 'receiver', 'to-pid'],
};

export interface ToFilter {
  /** Processes that get the signal. */
  readonly to: readonly Who[];
}

export const to: FilterOption<ToFilter> = {
  flags: [FLAG],
  more: 'It takes what `--from` takes. If no process has the name yet, the trace waits for one, unless the name looks like a slip (`--to 1s`)',
  about: 'target',
  none: { to: [] },
  unknown: 'place',
  needs: (part) => needsOf(part.to),
  parse: (flags) => ({ to: given(flags, FLAG).map((text) => parseWho('--to', text)) }),
  check(part, name) {
    for (const who of part.to) checkTarget(name, who);
  },
  kernel: (part, terms) => targetClause(part.to, terms),
  isCoarse: (part) => part.to.some(({ kind }) => kind === 'name'),
  match: (part, lookups) => matchTarget(part.to, lookups),
  absent: (part, present) => absentWhos('--to', part.to, present),
};
