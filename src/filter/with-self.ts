import { either, every } from './clauses.js';
import type { FilterOption, Flag } from './option.js';
import type { Terms } from './terms.js';

const FLAG: Flag = {
  name: 'with-self',
  takes: 'switch',
  help: "Show the tracer's own processes",
};

/** The program's positional parameters: pids of the tracer, the first that of its wrapper. */
const WRAPPER = '$1';
const TRACER_PIDS = [WRAPPER, '$2', '$3', '$4', '$5', '$6'];

export interface WithSelfFilter {
  /** Trace the tracer's own processes too. */
  readonly withSelf: boolean;
}

export const withSelf: FilterOption<WithSelfFilter> = {
  flags: [FLAG],
  about: 'signal',
  none: { withSelf: false },
  signalsOnly: true,
  parse: (flags) => ({ withSelf: flags[FLAG.name] === true }),
  check: () => undefined,
  kernel: ({ withSelf }, terms) =>
    withSelf
      ? // What the wrapper tells itself is for the program, not for the reader.
        either([`${terms.ownFrom} != ${WRAPPER}`, `${terms.ownTo} != ${WRAPPER}`])
      : othersClause(terms),
  narrows: () => false,
};

/** Neither end is the tracer; a signal that an interrupt brings while the tracer runs is not from it. */
function othersClause(terms: Terms): string {
  return every([
    ...TRACER_PIDS.map((pid) => `${terms.ownTo} != ${pid}`),
    either([`!(${terms.sent})`, notFromTracer(terms)]),
  ]);
}

/** The task on the processor is none of the tracer's. */
export function notFromTracer({ ownFrom }: Terms): string {
  return every(TRACER_PIDS.map((pid) => `${ownFrom} != ${pid}`));
}
