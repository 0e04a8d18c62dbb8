import { quoted } from '../shell-line.js';
import { onPath } from './on-path.js';

/** Whether this process is root's. */
export function isRoot(): boolean {
  return process.geteuid?.() === 0;
}

/** The commands as this user types them to run them as root, in one line. */
export function asRoot(commands: string | readonly string[], root = isRoot()): string {
  const each = typeof commands === 'string' ? [commands] : commands;
  const together = each.join(' && ');
  if (root) return together;
  if (onPath('sudo') === undefined) return `su -c ${quoted(together)}`;
  return each.map((command) => `sudo ${command}`).join(' && ');
}
