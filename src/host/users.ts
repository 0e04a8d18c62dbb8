import { execa } from 'execa';

import { read } from './read.js';

/** User id of a name or a number in text; undefined where there is no such user. */
export async function userId(user: string): Promise<number | undefined> {
  if (/^\d+$/.test(user)) return Number(user) <= 0xffffffff ? Number(user) : undefined;
  if (!/^[^-:\n][^:\n]*$/.test(user)) return undefined;
  const line = read('/etc/passwd')
    ?.split('\n')
    .find((entry) => entry.startsWith(`${user}:`));
  if (line !== undefined) return Number(line.split(':')[2]);
  // Directories such as LDAP are known to the name service alone.
  const { stdout, failed } = await execa('getent', ['passwd', user], { reject: false });
  const uid = stdout.split(':')[2];
  return failed || uid === undefined ? undefined : Number(uid);
}

/** How long names are taken to stand. */
const FRESH_MS = 60_000;
const MOST_NAMES = 10_000;

/** Names of user ids; undefined as long as one is not known, and where there is none. */
export class UserNames {
  readonly #now: () => number;
  #local = new Map<number, string>();
  #readAt = -Infinity;
  /** From the name service, which is asked once for each. */
  readonly #asked = new Map<number, string | undefined>();

  constructor(now: () => number) {
    this.#now = now;
  }

  get(uid: number): string | undefined {
    if (this.#now() - this.#readAt > FRESH_MS) this.#read();
    const name = this.#local.get(uid) ?? this.#asked.get(uid);
    if (name === undefined && !this.#asked.has(uid) && this.#asked.size < MOST_NAMES) {
      this.#asked.set(uid, undefined);
      void this.#ask(uid);
    }
    return name;
  }

  #read(): void {
    this.#readAt = this.#now();
    const entries = read('/etc/passwd')
      ?.split('\n')
      .map((line) => line.split(':'));
    if (entries === undefined) return;
    // The first of several names of a number is what others show, too.
    this.#local = new Map(entries.reverse().map(([name = '', , uid]) => [Number(uid), name]));
  }

  async #ask(uid: number): Promise<void> {
    const { stdout, failed } = await execa('getent', ['passwd', String(uid)], {
      reject: false,
      stdin: 'ignore',
      timeout: 5000,
    });
    const name = stdout.split(':')[0];
    if (!failed && name) this.#asked.set(uid, name);
  }
}
