import { usage } from '../errors.js';
import { CODE_NAMES, codeNamed, isCode } from '../signals/codes.js';
import { checkNumber, shown } from './checks.js';
import { either, every } from './clauses.js';
import { given } from './flags.js';
import { split } from './lists.js';
import { nearest } from './nearest.js';
import type { FilterOption, Flag } from './option.js';
import { quote } from './quote.js';

const FLAG: Flag = {
  name: 'code',
  takes: 'list',
  value: 'CODES',
  help: 'si_code of the signal: SEGV_MAPERR,SI_USER, or numbers',
  offers: CODE_NAMES,
  others: ['si-code', 'sicode'],
};

export interface CodeFilter {
  /** si_codes: the kernel's names ("SEGV_MAPERR" matches SIGSEGV alone), or numbers, for any signal. */
  readonly codes: readonly (string | number)[];
}

export const code: FilterOption<CodeFilter> = {
  flags: [FLAG],
  about: 'signal',
  none: { codes: [] },
  signalsOnly: true,
  parse(flags) {
    const words = given(flags, FLAG).flatMap((list) => split('--code', list));
    return { codes: [...new Set(words.map(parseCode))] };
  },
  check({ codes }, name) {
    for (const code of codes) checkCode(`${name}: an si_code`, code);
  },
  kernel: ({ codes }, { knowsTarget, knowsCode }) =>
    knowsTarget && knowsCode ? either(codes.map(clauseOf)) : undefined,
  match:
    ({ codes }) =>
    ({ signo, si_code }) =>
      si_code !== undefined && codes.some((code) => isCode(code, signo, si_code)),
};

/** A name means its number for some signals only; a number means itself for any. */
function clauseOf(code: string | number): string {
  if (typeof code === 'number') return `$code == ${code}`;
  const { number, signals } = codeNamed(code) ?? {
    number: 0,
    signals: { except: false, numbers: [] },
  };
  const relation = signals.except ? '!=' : '==';
  const clauses = signals.numbers.map((signo) => `$sig ${relation} ${signo}`);
  return every([`$code == ${number}`, signals.except ? every(clauses) : either(clauses)]);
}

function checkCode(name: string, code: unknown): void {
  if (typeof code !== 'string') checkNumber(name, code, -0x80000000, 0x7fffffff);
  else if (codeNamed(code) === undefined) {
    throw usage(`${name} cannot be ${shown(code)}`, 'for example: SI_USER, SEGV_MAPERR');
  }
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
