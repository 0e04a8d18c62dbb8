import { either, every } from './clauses.js';
import type { FilterOption, Flag } from './option.js';
import type { Terms } from './terms.js';

const FLAG: Flag = {
  name: 'with-self',
  takes: 'switch',
  help: "Also trace the tracer's own processes",
};

/** Positional parameters of the program: pids of the tracer; the first is the wrapper's. */
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
      ? // The wrapper's signals to itself control the program and are never shown.
        either([`${terms.ownFrom} != ${WRAPPER}`, `${terms.ownTo} != ${WRAPPER}`])
      : othersClause(terms),
  narrows: () => false,
};

/** Returns the clause that neither end is the tracer. It did not send signals of interrupts that hit it. */
function othersClause(terms: Terms): string {
  return every([
    ...TRACER_PIDS.map((pid) => `${terms.ownTo} != ${pid}`),
    either([`!(${terms.sent})`, notFromTracer(terms)]),
  ]);
}

/** Returns the clause that the current task is none of the tracer's. */
export function notFromTracer({ ownFrom }: Terms): string {
  return every(TRACER_PIDS.map((pid) => `${ownFrom} != ${pid}`));
}
