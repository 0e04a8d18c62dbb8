import { execa } from 'execa';
import { LRUCache } from 'lru-cache';

import { read } from './read.js';

/** The user id of a name, or of a number as text; undefined if there is no such user. */
export async function userId(user: string): Promise<number | undefined> {
  if (/^\d+$/.test(user)) return Number(user) <= 0xffffffff ? Number(user) : undefined;
  if (!/^[^-:\n][^:\n]*$/.test(user)) return undefined;
  const line = read('/etc/passwd')
    ?.split('\n')
    .find((entry) => entry.startsWith(`${user}:`));
  if (line !== undefined) return Number(line.split(':')[2]);
  // Only the name service knows directories such as LDAP.
  const { stdout, failed } = await execa('getent', ['passwd', user], { reject: false });
  const uid = stdout.split(':')[2];
  return failed || uid === undefined ? undefined : Number(uid);
}

/** Names are read again after this long. */
const FRESH_MS = 60_000;
const MOST_NAME_BYTES = 4 * 1024 * 1024;
/** An entry of the cache counts this much beside its text, which bounds their number too. */
const ENTRY_BYTES = 400;
/** Each question to the name service starts a process. While this many run, an id waits for its next `get`. */
const MOST_ASKING = 100;

/** Names of user ids. A name is undefined while it is unknown, and if there is none. */
export class UserNames {
  readonly #now: () => number;
  #local = new Map<number, string>();
  #readAt = -Infinity;
  /** Answers of the name service; empty while there is none. It is asked once for each id. */
  readonly #asked = new LRUCache<number, string>({
    maxSize: MOST_NAME_BYTES,
    sizeCalculation: (name) => ENTRY_BYTES + 2 * name.length,
  });
  #asking = 0;

  constructor(now: () => number) {
    this.#now = now;
  }

  get(uid: number): string | undefined {
    if (this.#now() - this.#readAt > FRESH_MS) this.#read();
    const name = this.#local.get(uid) ?? this.#asked.get(uid);
    if (name === undefined && this.#asking < MOST_ASKING) void this.#ask(uid);
    return name === '' ? undefined : name;
  }

  #read(): void {
    this.#readAt = this.#now();
    const entries = read('/etc/passwd')
      ?.split('\n')
      .map((line) => line.split(':'));
    if (entries === undefined) return;
    // If an id has several names, the first is the one that other tools show.
    this.#local = new Map(entries.reverse().map(([name = '', , uid]) => [Number(uid), name]));
  }

  async #ask(uid: number): Promise<void> {
    this.#asked.set(uid, '');
    this.#asking++;
    const { stdout, failed } = await execa('getent', ['passwd', String(uid)], {
      reject: false,
      stdin: 'ignore',
      timeout: 5000,
    });
    this.#asking--;
    const name = stdout.split(':')[0];
    if (!failed && name) this.#asked.set(uid, name);
  }
}
