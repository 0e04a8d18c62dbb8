import path from 'node:path';

import { asRoot, isRoot } from './as-root.js';
import { onPath } from './on-path.js';

/** The folders of sudo's own PATH (secure_path) on most distributions. */
const SUDO_FOLDERS = [
  '/usr/local/sbin',
  '/usr/local/bin',
  '/usr/sbin',
  '/usr/bin',
  '/sbin',
  '/bin',
];

/** `signals-trace` as this user types it to run it as root: by npx, and past sudo's own PATH, if need be. */
export function ownCommandAsRoot(argument?: 'doctor', root = isRoot()): string {
  const launcher = process.env['npm_command'] === 'exec' ? ['npx'] : [];
  const isFound = SUDO_FOLDERS.includes(path.dirname(process.execPath));
  const search = root || isFound || onPath('sudo') === undefined ? [] : ['env "PATH=$PATH"'];
  const words = [...search, ...launcher, 'signals-trace', ...(argument ? [argument] : [])];
  return asRoot(words.join(' '), root);
}
