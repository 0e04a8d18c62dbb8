import { either } from './clauses.js';
import type { FilterOption, Flag } from './option.js';
import { checkUsers, isFromUser, parseUsers, senderUserClauses } from './users.js';

const FLAG: Flag = {
  name: 'from-user',
  takes: 'list',
  value: 'USERS',
  help: "Sender's user: a name or a number",
  offers: 'user',
  others: ['from-uid', 'sender-user'],
};

export interface FromUserFilter {
  /** User ids of the sender, as the initial user namespace numbers them. */
  readonly fromUsers: readonly number[];
}

export const fromUser: FilterOption<FromUserFilter> = {
  flags: [FLAG],
  about: 'sender',
  none: { fromUsers: [] },
  parse: async (flags) => ({ fromUsers: await parseUsers(flags, FLAG) }),
  check: ({ fromUsers }, name) => {
    checkUsers(fromUsers, name);
  },
  // The stack alone tells whether a process sent a signal that has no code.
  kernel: ({ fromUsers }, { knowsCode }) =>
    knowsCode ? either(senderUserClauses(fromUsers)) : undefined,
  match:
    ({ fromUsers }) =>
    (view) =>
      isFromUser(fromUsers, view),
};
