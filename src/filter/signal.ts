import { usage } from '../errors.js';
import { ALL_SIGNALS, parseSignal } from '../signals/numbers.js';
import { SIGURG, SIGWINCH } from '../signals/signos.js';
import { checkNumber } from './checks.js';
import { either, every, oneOf } from './clauses.js';
import { given } from './flags.js';
import { parseChoice } from './lists.js';
import { nearest } from './nearest.js';
import type { FilterOption, Flag } from './option.js';
import { quote } from './quote.js';

const FLAG: Flag = {
  name: 'signal',
  alias: 's',
  takes: 'list',
  value: 'SIGNALS',
  help: "Signals to trace: TERM,KILL,RTMIN+3,9 or '!CHLD,URG'",
  offers: ALL_SIGNALS.map((name) => name.slice(3)),
  others: ['sig', 'signals', 'signo', 'signum', 'filter', 'event'],
};

const ALL = Array.from({ length: 64 }, (_, i) => i + 1);
/** The tracer sends these two to itself, to prove the path and to stop the flow. */
const OWN = [SIGURG, SIGWINCH];

export interface SignalFilter {
  /** Signal numbers to trace, or, with `except`, to leave out. */
  readonly signals: { readonly except: boolean; readonly numbers: readonly number[] };
}
type Signals = SignalFilter['signals'];

export const signal: FilterOption<SignalFilter> = {
  flags: [FLAG],
  about: 'signal',
  none: { signals: { except: true, numbers: [] } },
  signalsOnly: true,
  parse(flags) {
    const examples = ['-s TERM,KILL', "-s '!CHLD,URG'"] as const;
    const { except, words } = parseChoice('--signal', examples, given(flags, FLAG));
    return { signals: { except, numbers: [...new Set(words.map(signalNumber))] } };
  },
  check({ signals }, name) {
    for (const signo of signals.numbers) checkNumber(`${name}: a signal number`, signo, 1, 64);
  },
  // The probe's predicate always passes the two signals of the tracer itself.
  kernel: ({ signals }, { signo: field }) =>
    every(OWN.filter((own) => !isNamed(signals, own)).map((own) => `${field} != ${own}`)),
  match:
    ({ signals }) =>
    ({ signo }) =>
      isNamed(signals, signo),
  narrows: ({ signals }, signo) => !isNamed(signals, signo),
};

/** Returns the probe's predicate: a cheap first test of the signal number alone. */
export function predicateOf(
  { except, numbers }: Signals,
  field: string,
  mostCompared: number,
): string {
  if (except && numbers.length === 0) return '1';
  if (except && numbers.length + OWN.length <= mostCompared) {
    const others = every(numbers.map((signo) => `${field} != ${signo}`));
    return either([...OWN.map((signo) => `${field} == ${signo}`), others]);
  }
  const wanted = (signo: number) => OWN.includes(signo) || numbers.includes(signo) !== except;
  return oneOf(field, ALL.filter(wanted), mostCompared);
}

/** Returns the condition for failed calls. Calls with signal 0 or an invalid one pass unless `-s` names signals. */
export function attemptedClause({ except, numbers }: Signals, mostCompared: number): string {
  if (numbers.length === 0) return '';
  const named = every(['$sig >= 0', '$sig <= 64', oneOf('$sig', numbers, mostCompared)]);
  return except ? `!${named}` : named;
}

function isNamed({ except, numbers }: Signals, signo: number): boolean {
  return numbers.includes(signo) !== except;
}

function signalNumber(word: string): number {
  const signo = parseSignal(word);
  if (signo !== undefined) return signo;
  if (/^-?\d+$/.test(word)) throw usage(`There is no signal ${word}`, 'they are numbered 1 to 64');
  const guess = nearest(
    word.replace(/^SIG/i, ''),
    ALL_SIGNALS.map((name) => name.slice(3)),
  );
  throw usage(
    `There is no signal ${quote(word)}`,
    guess === undefined ? 'kill -l lists them' : `did you mean ${guess}?`,
  );
}
