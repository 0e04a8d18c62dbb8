import { either, every } from './clauses.js';
import { stringLiteral } from './literal.js';
import type { Terms } from './terms.js';
import type { Who } from './who.js';

/** Returns the clause that the current task is one of these; undefined if the kernel cannot tell. */
export function senderClause(whos: readonly Who[], terms: Terms): string | undefined {
  const { from, fromComms, knowsCode } = terms;
  // The stack alone tells whether a process sent a signal that has no code.
  if (!knowsCode) return undefined;
  return anyOf(whos, (who) =>
    who.kind === 'pid' ? `${from} == ${who.pid}` : nameClause(who, fromComms),
  );
}

/** Returns the clause that the target is one of these; undefined if the kernel cannot tell. */
export function targetClause(whos: readonly Who[], terms: Terms): string | undefined {
  // core knows only the id and the name of the target's thread, and 0.11 cannot compare that name.
  if (!terms.knowsTarget) return undefined;
  return anyOf(whos, (who) =>
    who.kind === 'pid'
      ? // The tracepoint's thread id is known even if the task was not found.
        either([`$to == ${who.pid}`, every(['$to == 0', `$tid == ${who.pid}`])])
      : nameClause(who, terms.toComms),
  );
}

/** Returns the clause that the current task sent the signal and that these clauses hold for it. */
export function sentClause(clauses: readonly string[], { sent }: Terms): string {
  const said = clauses.filter((clause) => clause !== '');
  return said.length === 0 ? '' : every([`(${sent})`, ...said]);
}

/** Returns one clause for all of them; undefined if one of them has none. */
function anyOf(
  whos: readonly Who[],
  clauseOf: (who: Who) => string | undefined,
): string | undefined {
  const clauses = whos.map(clauseOf);
  const known = clauses.filter((clause) => clause !== undefined);
  return known.length === clauses.length ? either(known) : undefined;
}

/** Returns the clause for a name. Command lines and places are matched in user space. */
function nameClause(who: Who, comms: readonly string[]): string | undefined {
  if (who.kind !== 'name') return undefined;
  return either(comms.map((comm) => `${comm} == ${stringLiteral(who.name)}`));
}
