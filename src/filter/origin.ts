import { usage } from '../errors.js';
import { ORIGIN_SIGNALS } from '../signals/origin-signals.js';
import { type Origin, ORIGINS } from '../signals/origins.js';
import { originWord } from '../signals/short-words.js';
import { SIGCHLD } from '../signals/signos.js';
import { checkListed } from './checks.js';
import { either, every, oneOf } from './clauses.js';
import { given } from './flags.js';
import { parseChoice } from './lists.js';
import { nearest } from './nearest.js';
import type { FilterOption, Flag } from './option.js';
import { quote } from './quote.js';
import type { Terms } from './terms.js';

const FLAG: Flag = {
  name: 'origin',
  takes: 'list',
  value: 'ORIGINS',
  help: "Origin of the signal: kill,tty,oom or '!child'",
  offers: ORIGINS,
  others: ['how', 'cause', 'reason', 'syscall'],
};

export interface OriginFilter {
  /** Origins of signals to trace, or, with `except`, to leave out. */
  readonly origins: { readonly except: boolean; readonly names: readonly Origin[] };
}

export const origin: FilterOption<OriginFilter> = {
  flags: [FLAG],
  more: "It takes the words of JSON's `origin` and of the table",
  about: 'signal',
  none: { origins: { except: true, names: [] } },
  unknown: 'origin',
  parse(flags) {
    const examples = ['--origin kill,oom', "--origin '!child'"] as const;
    const { except, words } = parseChoice('--origin', examples, given(flags, FLAG));
    return { origins: { except, names: [...new Set(words.flatMap(originsNamed))] } };
  },
  check({ origins }, name) {
    for (const origin of origins.names) checkListed(`${name}: an origin`, origin, ORIGINS);
  },
  kernel({ origins: { except, names } }, terms) {
    const clauses = except ? [] : names.map((name) => signalsClause(name, terms));
    return clauses.length === 0 || clauses.includes(undefined)
      ? undefined
      : either([...new Set(clauses.filter((clause) => clause !== undefined))]);
  },
  isCoarse: () => true,
  match({ origins: { except, names } }) {
    return ({ origin }) => {
      const wanted = names.includes(origin) !== except;
      // An unknown origin may be one of the wanted ones.
      return !wanted && !except && origin === 'unknown' ? undefined : wanted;
    };
  },
};

/** Returns a clause that holds for all signals of an origin; undefined if it may send any. */
function signalsClause(name: Origin, { signo, knowsCode, mostCompared, variant }: Terms) {
  // A child may have another exit signal than CHLD; its codes are CLD_EXITED, 1, to CLD_CONTINUED, 6.
  if (name === 'child' && knowsCode && variant !== 'core') {
    return either([`${signo} == ${SIGCHLD}`, every(['$code >= 1', '$code <= 6'])]);
  }
  const numbers = ORIGIN_SIGNALS[name];
  return numbers && oneOf(signo, numbers, mostCompared);
}

/** Returns the origins that a word means: the table's `timer` means two. */
function originsNamed(word: string): readonly Origin[] {
  const asked = word.toLowerCase();
  const found = ORIGINS.filter((known) => known === asked || originWord(known) === asked);
  if (found.length > 0) return found;
  const guess = nearest(asked, ORIGINS);
  throw usage(
    `There is no origin ${quote(word)}`,
    guess === undefined ? `they are ${ORIGINS.join(', ')}` : `did you mean ${guess}?`,
  );
}
