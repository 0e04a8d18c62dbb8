import { readlinkSync } from 'node:fs';

import { pids } from './pids.js';

/**
 * Whether it may be read which programs most others run: of one or another, as of its first process, a
 * host may keep that from everybody.
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
    // Threads of the kernel have none.
    return (error as NodeJS.ErrnoException).code === 'EACCES' ? 'refused' : 'none';
  }
}
