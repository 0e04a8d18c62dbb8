import { usage } from '../errors.js';
import { userId } from '../host/users.js';
import { checkNumber } from './checks.js';
import { given } from './flags.js';
import { split } from './lists.js';
import type { Flag, Flags, Lookups } from './option.js';
import { quote } from './quote.js';
import type { SignalView } from './view.js';
import { wasSent } from './who-match.js';

/**
 * Returns the user ids of a flag's names and numbers.
 *
 * @throws SignalsTraceError `usage`
 */
export async function parseUsers(flags: Flags, flag: Flag): Promise<number[]> {
  const typed = `--${flag.name}`;
  const users: number[] = [];
  for (const user of given(flags, flag).flatMap((list) => split(typed, list))) {
    const uid = await userId(user);
    if (uid === undefined) {
      throw usage(`${typed} ${quote(user)}: there is no such user`, 'getent passwd lists them');
    }
    users.push(uid);
  }
  return users;
}

export function checkUsers(users: readonly number[], name: string): void {
  for (const uid of users) checkNumber(`${name}: a user id`, uid, 0, 0xffffffff);
}

export function senderUserClauses(users: readonly number[]): string[] {
  return users.map((user) => `uid == (uint64)${user}`);
}

export function targetUserClauses(users: readonly number[]): string[] {
  return users.map((user) => `($to != 0 && (int64)$target->cred->uid.val == (int64)${user})`);
}

/** Whether a process of one of these users sent the signal. */
export function isFromUser(users: readonly number[], view: SignalView): boolean | undefined {
  if (!wasSent(view)) return false;
  const uid = view.current?.uid;
  return uid === undefined ? undefined : users.includes(uid);
}

/** Whether the target has one of these users. A target of unknown user has none. */
export function isToUser(
  users: readonly number[],
  { target }: SignalView,
  lookups: Lookups | undefined,
): boolean {
  const { uid, tid } = target;
  const owner = uid ?? (tid === undefined ? undefined : lookups?.proc.owner(tid));
  return owner !== undefined && users.includes(owner);
}
