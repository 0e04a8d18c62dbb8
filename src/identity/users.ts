import { readFileSync } from 'node:fs';

import { execa } from 'execa';

/** User id of a name or a number in text; undefined where there is no such user. */
export async function userId(user: string): Promise<number | undefined> {
  if (/^\d+$/.test(user)) return Number(user) <= 0xffffffff ? Number(user) : undefined;
  if (!/^[^-:\n][^:\n]*$/.test(user)) return undefined;
  const local = readFileSync('/etc/passwd', 'utf8');
  const line = local.split('\n').find((entry) => entry.startsWith(`${user}:`));
  if (line !== undefined) return Number(line.split(':')[2]);
  // Directories such as LDAP are known to the name service alone.
  const { stdout, failed } = await execa('getent', ['passwd', user], { reject: false });
  const uid = stdout.split(':')[2];
  return failed || uid === undefined ? undefined : Number(uid);
}
