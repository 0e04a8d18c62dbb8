import type { Variant } from '../program/variants.js';
import { SENDING_CALLS } from '../signals/calls.js';
import type { Attempt } from '../wire/events.js';
import type { Filter, Who } from './filter.js';
import { isWanted, matches, placeQuestions, type UserSpaceFilter } from './user-space-filter.js';

type AttemptPredicate = (attempt: Attempt) => boolean;

/** All that is left to ask where this program runs. */
export function predicatesFor(selection: UserSpaceFilter, variant: Variant) {
  return { signal: selection.predicate(variant), attempt: attemptPredicate(selection) };
}

/**
 * Asks of a failed call what the kernel was not asked. Whom it was for is what the caller gave: a pid,
 * which may be nobody's; what runs under it now is the target. In a pid namespace of its own it means
 * another process. Results and codes are those of signals.
 */
export function attemptPredicate(selection: UserSpaceFilter): AttemptPredicate {
  const { filter, proc, ends } = selection;
  const aimedAt = (attempt: Attempt) => (ends.inPidNamespace(attempt) ? undefined : pidOf(attempt));
  const isFrom = (whos: readonly Who[]) => (attempt: Attempt) =>
    whos.some((who) => selection.isCurrent(attempt, who));
  const isTo = (whos: readonly Who[]) => (attempt: Attempt) =>
    whos.some((who) => {
      const pid = aimedAt(attempt);
      if (pid === undefined) return false;
      if (who.kind === 'pid') return pid === who.pid;
      const name = proc.comm(pid);
      if (who.kind === 'name') return name === who.name;
      const command = proc.commandLine(pid) || name;
      return command !== undefined && matches(command, who.pattern);
    });
  const toUser = (users: readonly number[]) => (attempt: Attempt) => {
    const owner = proc.owner(aimedAt(attempt) ?? 0);
    return owner !== undefined && users.includes(owner);
  };
  const asked = (
    values: readonly unknown[],
    ...questions: AttemptPredicate[]
  ): AttemptPredicate[] =>
    values.length === 0 ? [] : [(attempt) => questions.some((question) => question(attempt))];

  const { from, to, either, toUsers, users, origins } = filter;
  const questions = [
    ...asked(from, isFrom(from)),
    ...asked(to, isTo(to)),
    ...asked(either, isFrom(either), isTo(either)),
    ...asked(toUsers, toUser(toUsers)),
    ...asked(users, ({ uid }) => users.includes(uid), toUser(users)),
    hasOrigin(origins),
    ...placeQuestions(filter, 'to').map((asks) => (attempt: Attempt) => {
      const place = selection.placeNow(aimedAt(attempt) ?? 0);
      return place !== undefined && asks(place);
    }),
    ...placeQuestions(filter, 'from').map(
      (asks) => (attempt: Attempt) => selection.isPlaced(attempt, asks),
    ),
  ];
  return (attempt) => questions.every((question) => question(attempt));
}

/** The pid that it was for; undefined where it was for a group, or by a descriptor. */
function pidOf({ call, arg }: Attempt): number | undefined {
  return arg > 0 && SENDING_CALLS[call]?.name !== 'pidfd_send_signal' ? arg : undefined;
}

function hasOrigin(origins: Filter['origins']): AttemptPredicate {
  return ({ call, arg }) => isWanted(origins, SENDING_CALLS[call]?.origin(arg) ?? 'unknown');
}
