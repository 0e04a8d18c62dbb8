import { readlinkSync } from 'node:fs';

import { pids } from './pids.js';

/**
 * Whether the programs of most other processes are readable. A host may hide single ones, such as its
 * first process's, from everybody.
 */
export function readsPrograms(): boolean {
  const others = pids().filter((pid) => pid !== process.pid);
  const answers = others.map((pid) => answer(`/proc/${pid}/exe`));
  const count = (wanted: Answer) => answers.filter((one) => one === wanted).length;
  return count('refused') === 0 || count('refused') < count('read');
}

type Answer = 'read' | 'refused' | 'none';

function answer(link: string): Answer {
  try {
    readlinkSync(link);
    return 'read';
  } catch (error) {
    // Kernel threads have no program.
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'refused' : 'none';
  }
}
