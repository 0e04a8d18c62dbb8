import type { Filter } from '../filter/filter.js';
import { originWord } from '../outputs/wording.js';
import { CODE_NAMES } from '../signals/codes.js';
import { ORIGINS } from '../signals/origins.js';
import { parseChoice, split } from './lists.js';
import { nearest } from './nearest.js';
import { quote } from './quote.js';
import { usage } from './usage.js';

/** Reads `kill,tty` or `!child`; the table's words will do, of which `timer` means two. */
export function parseOrigins(lists: readonly string[]): Filter['origins'] {
  const examples = ['--origin kill,oom', "--origin '!child'"] as const;
  const { except, words } = parseChoice('--origin', examples, lists);
  const names = words.flatMap((word) => {
    const asked = word.toLowerCase();
    const found = ORIGINS.filter((known) => known === asked || originWord(known) === asked);
    if (found.length > 0) return found;
    const guess = nearest(asked, ORIGINS);
    throw usage(
      `There is no origin ${quote(word)}`,
      guess === undefined ? `they are ${ORIGINS.join(', ')}` : `did you mean ${guess}?`,
    );
  });
  return { except, names: [...new Set(names)] };
}

/** Reads `SEGV_MAPERR,SI_USER,-6`. */
export function parseCodes(lists: readonly string[]): Filter['codes'] {
  const words = lists.flatMap((list) => split('--code', list));
  return [...new Set(words.map(parseCode))];
}

function parseCode(word: string): string | number {
  if (/^-?\d+$/.test(word)) {
    const number = Number(word);
    if (number === (number | 0)) return number;
    throw usage(`There is no code ${word}`, 'an si_code has 32 bits');
  }
  const asked = word.toUpperCase();
  const name = CODE_NAMES.find((known) => known.toUpperCase() === asked);
  if (name !== undefined) return name;
  const guess = nearest(asked, CODE_NAMES);
  throw usage(
    `There is no code ${quote(word)}`,
    guess === undefined
      ? 'sigaction(2) lists them: SI_USER, SEGV_MAPERR, CLD_EXITED, …'
      : `did you mean ${guess}?`,
  );
}
