import { every } from './clauses.js';
import { fieldsOf, type Filter, isAsked, OPTIONS } from './filter.js';
import { attemptedClause, predicateOf, signal } from './signal.js';
import { type Terms, termsOf } from './terms.js';
import type { Variant } from './variant.js';
import { sentClause } from './who-clause.js';
import { notFromTracer, withSelf } from './with-self.js';

export { hidesNoise, noiseCondition } from './noise.js';

type Option = (typeof OPTIONS)[number];

const SENDER_OPTIONS = OPTIONS.filter(({ about }) => about === 'sender');
/** These two have a clause for the tracer's own signals and processes in every filter. */
const ALWAYS: readonly unknown[] = [signal, withSelf];
const OTHER_OPTIONS = OPTIONS.filter(
  (option) => option.about !== 'sender' && !ALWAYS.includes(option),
);

/** Whether the kernel can apply all of an option's values; otherwise they are matched in user space. */
export function kernelCanMatch(field: keyof Filter, filter: Filter, variant: Variant): boolean {
  const option = OPTIONS.find((option) => fieldsOf(option).includes(field));
  return option !== undefined && !isLeft(option, filter, variant);
}

/** Whether an option has values that this program cannot apply, or not exactly. */
export function isLeft(option: Option, filter: Filter, variant: Variant): boolean {
  if (!isAsked(option, filter)) return false;
  return (
    option.kernel?.(filter, termsOf(variant)) === undefined || option.isCoarse?.(filter) === true
  );
}

/** Returns the predicate of the probe: a cheap first test of the signal number alone. */
export function wantedCondition({ signals }: Filter, variant: Variant): string {
  const { early, mostCompared } = termsOf(variant);
  return predicateOf(signals, early, mostCompared);
}

/** Returns the same for a probe that traces outcomes. */
export function wantedLater(filter: Filter): string {
  return wantedCondition(filter, 'full');
}

/** Returns the other conditions for a signal to be traced. */
export function filterCondition(filter: Filter, variant: Variant): string {
  const terms = termsOf(variant);
  const clauses = (options: readonly Option[]) =>
    options.map((option) => clauseOf(option, filter, terms));
  return every([
    signal.kernel?.(filter, terms) ?? '',
    withSelf.kernel?.(filter, terms) ?? '',
    sentClause(clauses(SENDER_OPTIONS), terms),
    ...clauses(OTHER_OPTIONS),
  ]);
}

/** Returns the conditions for a failed call, which test its caller and its signal, `$sig`. */
export function attemptCondition(filter: Filter): string {
  const terms = termsOf('full');
  return (
    every([
      attemptedClause(filter.signals, terms.mostCompared),
      filter.withSelf ? '' : notFromTracer(terms),
      ...SENDER_OPTIONS.map((option) => clauseOf(option, filter, terms)),
    ]) || '1 == 1'
  );
}

/** Returns the clause of an option that has values and that this program can express, else ''. */
function clauseOf(option: Option, filter: Filter, terms: Terms): string {
  return (isAsked(option, filter) && option.kernel?.(filter, terms)) || '';
}
