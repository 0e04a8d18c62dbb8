import { either } from './clauses.js';
import type { FilterOption, Flag } from './option.js';
import {
  checkUsers,
  isFromUser,
  isToUser,
  parseUsers,
  senderUserClauses,
  targetUserClauses,
} from './users.js';
import { sentClause } from './who-clause.js';
import { some } from './who-match.js';

const FLAG: Flag = {
  name: 'user',
  takes: 'list',
  value: 'USERS',
  help: 'User at either end: a name or a number',
  offers: 'user',
  others: ['uid', 'owner'],
};

export interface UserFilter {
  /** User ids of either end, as the initial user namespace numbers them. */
  readonly users: readonly number[];
}

export const user: FilterOption<UserFilter> = {
  flags: [FLAG],
  about: 'either end',
  none: { users: [] },
  parse: async (flags) => ({ users: await parseUsers(flags, FLAG) }),
  check: ({ users }, name) => {
    checkUsers(users, name);
  },
  kernel({ users }, terms) {
    if (!terms.knowsTarget || !terms.knowsCode) return undefined;
    const senders = senderUserClauses(users).map((clause) => sentClause([clause], terms));
    return either([...senders, ...targetUserClauses(users)]);
  },
  match: ({ users }, lookups) => {
    const ends = [isFromUser, isToUser];
    return (view) => some(ends, (isOf) => isOf(users, view, lookups));
  },
};
