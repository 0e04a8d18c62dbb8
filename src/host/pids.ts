import { readdirSync } from 'node:fs';

/** The pids of all processes that /proc shows now. */
export function pids(): number[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}
