import { readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

import { type Run, run } from './run.js';

const SIGUSR1_BIT = 1n << 9n;

/** A process that ignores SIGUSR1, and does. */
export async function startTarget(): Promise<Run> {
  const target = run(['sh', '-c', "trap '' USR1; exec sleep 86400"]);
  const ignores = () => {
    const status = readFileSync(`/proc/${target.pid}/status`, 'utf8');
    return (BigInt(`0x${/^SigIgn:\s+(\w+)/m.exec(status)?.[1] ?? '0'}`) & SIGUSR1_BIT) !== 0n;
  };
  while (!ignores()) await sleep(10);
  return target;
}
