import { usage } from '../errors.js';
import { type Result, RESULTS } from '../signals/results.js';
import { resultWord } from '../signals/short-words.js';
import { checkListed } from './checks.js';
import { either } from './clauses.js';
import { given } from './flags.js';
import { split } from './lists.js';
import type { FilterOption, Flag } from './option.js';
import { quote } from './quote.js';

const FLAG: Flag = {
  name: 'result',
  takes: 'list',
  value: 'RESULTS',
  help: 'Result that the kernel reports: delivered, ignored, already_pending, …',
  offers: RESULTS,
  others: ['status', 'outcome'],
};

export interface ResultFilter {
  /** Results that the kernel reports for the signal. */
  readonly results: readonly Result[];
}

export const result: FilterOption<ResultFilter> = {
  flags: [FLAG],
  more: `All of them: ${RESULTS.map((name) => `\`${name}\``).join(', ')}`,
  about: 'signal',
  none: { results: [] },
  signalsOnly: true,
  parse: (flags) => ({
    results: given(flags, FLAG)
      .flatMap((list) => split('--result', list))
      .map(parseResult),
  }),
  check({ results }, name) {
    for (const result of results) checkListed(`${name}: a result`, result, RESULTS);
  },
  kernel: ({ results }, terms) =>
    either(results.map((name) => terms.result(RESULTS.indexOf(name)))),
  match:
    ({ results }) =>
    ({ result }) =>
      result !== undefined && (results as readonly string[]).includes(result),
};

function parseResult(word: string): Result {
  const asked = word.toLowerCase();
  const result = RESULTS.find((known) => known === asked || resultWord(known) === asked);
  if (result !== undefined) return result;
  throw usage(`There is no result ${quote(word)}`, `the kernel knows ${RESULTS.join(', ')}`);
}
