import { execaSync } from 'execa';

import { BIN } from './life.js';
import { cannotTrace } from './needs.js';

/** Runs a command as a user without any rights. */
export const NOBODY = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'];
/** Node without what tap adds to each Node process, and which nobody may write. */
export const PLAIN_NODE = ['/usr/bin/env', '-u', 'NODE_OPTIONS', process.execPath];
/** Runs a shell's script where its mounts are its own. */
export const IN_OTHER_MOUNTS = ['unshare', '--mount', '--propagation', 'private', 'sh', '-c'];

/** The reason why such a user can't run this checkout's command, for `skip`; false where they can. */
export function unreadable(): string | false {
  if (cannotTrace !== false) return cannotTrace;
  const [command, ...rest] = [...NOBODY, 'test', '-r', BIN];
  return execaSync(command, rest, { reject: false }).failed
    ? 'needs a checkout that everybody may read'
    : false;
}
