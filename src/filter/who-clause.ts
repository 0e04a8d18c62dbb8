import { either, every } from './clauses.js';
import { stringLiteral } from './literal.js';
import type { Terms } from './terms.js';
import type { Who } from './who.js';

/** The task on the processor is one of these; undefined where the kernel cannot tell that. */
export function senderClause(whos: readonly Who[], terms: Terms): string | undefined {
  const { from, fromComms, knowsCode } = terms;
  // Whether a process sent it, only the stack tells of a signal without a code.
  if (!knowsCode) return undefined;
  return anyOf(whos, (who) =>
    who.kind === 'pid' ? `${from} == ${who.pid}` : nameClause(who, fromComms),
  );
}

/** The target is one of these; undefined where the kernel cannot tell that. */
export function targetClause(whos: readonly Who[], terms: Terms): string | undefined {
  // core knows the target by a thread's id and name alone, and 0.11 cannot compare that name.
  if (!terms.knowsTarget) return undefined;
  return anyOf(whos, (who) =>
    who.kind === 'pid'
      ? // A task that was not found still has the thread id that the tracepoint gave.
        either([`$to == ${who.pid}`, every(['$to == 0', `$tid == ${who.pid}`])])
      : nameClause(who, terms.toComms),
  );
}

/** The clause holds for the task on the processor, and the signal is one that a task sends. */
export function sentClause(clauses: readonly string[], { sent }: Terms): string {
  const said = clauses.filter((clause) => clause !== '');
  return said.length === 0 ? '' : every([`(${sent})`, ...said]);
}

/** One clause that covers all of them, or none. */
function anyOf(
  whos: readonly Who[],
  clauseOf: (who: Who) => string | undefined,
): string | undefined {
  const clauses = whos.map(clauseOf);
  const known = clauses.filter((clause) => clause !== undefined);
  return known.length === clauses.length ? either(known) : undefined;
}

/** Command lines and places are matched in user space. */
function nameClause(who: Who, comms: readonly string[]): string | undefined {
  if (who.kind !== 'name') return undefined;
  return either(comms.map((comm) => `${comm} == ${stringLiteral(who.name)}`));
}
