import { either } from './clauses.js';
import type { FilterOption, Flag } from './option.js';
import { checkUsers, isToUser, parseUsers, targetUserClauses } from './users.js';

const FLAG: Flag = {
  name: 'to-user',
  takes: 'list',
  value: 'USERS',
  help: "Target's user: a name or a number",
  offers: 'user',
  others: ['to-uid', 'target-user'],
};

export interface ToUserFilter {
  /** User ids of the target, as the initial user namespace numbers them. */
  readonly toUsers: readonly number[];
}

export const toUser: FilterOption<ToUserFilter> = {
  flags: [FLAG],
  about: 'target',
  none: { toUsers: [] },
  parse: async (flags) => ({ toUsers: await parseUsers(flags, FLAG) }),
  check: ({ toUsers }, name) => {
    checkUsers(toUsers, name);
  },
  kernel: ({ toUsers }, { knowsTarget }) =>
    knowsTarget ? either(targetUserClauses(toUsers)) : undefined,
  match:
    ({ toUsers }, lookups) =>
    (view) =>
      isToUser(toUsers, view, lookups),
};
