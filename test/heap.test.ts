import { execFileSync } from 'node:child_process';
import { availableParallelism } from 'node:os';

import t from 'tap';

import { collectAlone } from '../src/heap.js';
import { bundled } from './support/bundled.js';

const HEAP = bundled(t, 'heap.ts');
/** Makes young objects, some of which live on, and prints how much CPU other threads took. */
const SCRIPT = `
  import { readdirSync, readFileSync } from 'node:fs';
  const alone = process.argv[1] === 'alone';
  if (alone) (await import('${HEAP}')).collectAlone();
  const held = [];
  for (let i = 0; i < 6_000_000; i++) held[i % 100_000] = { i, next: { i } };
  let others = 0;
  for (const task of readdirSync('/proc/self/task')) {
    if (Number(task) === process.pid) continue;
    others += Number(readFileSync('/proc/self/task/' + task + '/schedstat', 'utf8').split(' ')[0]);
  }
  console.log(others);
`;

function othersNs(...args: string[]): number {
  const options = { encoding: 'utf8' } as const;
  return Number(
    execFileSync(process.execPath, ['--input-type=module', '-e', SCRIPT, ...args], options),
  );
}

const skip = availableParallelism() > 1 ? false : 'on one processor V8 has no such threads';

void t.test('other threads have less to do', { skip }, (t) => {
  collectAlone();
  const [alone, together] = [othersNs('alone'), othersNs()];
  t.ok(alone < together, `${alone} of ${together} ns`);
  t.end();
});
