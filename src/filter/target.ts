import { either } from './clauses.js';
import { listed } from './flags.js';
import type { FilterOption } from './option.js';
import { checkTarget, needsOf, parseWho, type Who } from './who.js';
import { absentWhos } from './who-absent.js';
import { senderClause, sentClause, targetClause } from './who-clause.js';
import { matchSender, matchTarget, some } from './who-match.js';

/** Name of the positional argument in messages. */
const NAME = 'the target';

export interface EitherFilter {
  /** Processes at either end. */
  readonly either: readonly Who[];
}

/** The positional argument: the process at either end. */
export const target: FilterOption<EitherFilter> = {
  flags: [],
  about: 'either end',
  none: { either: [] },
  unknown: 'place',
  needs: (part) => needsOf(part.either),
  parse: (flags) => ({ either: listed(flags['target']).map((text) => parseWho(NAME, text)) }),
  check(part, name) {
    for (const who of part.either) checkTarget(name, who);
  },
  kernel({ either: whos }, terms) {
    const sender = senderClause(whos, terms);
    const target = targetClause(whos, terms);
    if (sender === undefined || target === undefined) return undefined;
    return either([sentClause([sender], terms), target]);
  },
  isCoarse: (part) => part.either.some(({ kind }) => kind === 'name'),
  match(part, lookups) {
    const matches = [matchSender(part.either, lookups), matchTarget(part.either, lookups)];
    return (view) => some(matches, (match) => match(view));
  },
  absent: (part, present) => absentWhos(NAME, part.either, present),
};
