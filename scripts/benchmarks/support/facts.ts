import os from 'node:os';

import type { Bpftrace } from '../../../src/bpftrace/find.js';

/** The machine that the figures are of, in a few lines. */
export function facts(bpftrace: Bpftrace): string {
  const cpus = os.cpus();
  const load = os.loadavg().map((n) => n.toFixed(2));
  return [
    `kernel ${os.release()}, bpftrace ${bpftrace.version}, Node ${process.version}`,
    `${cpus.length} CPUs (${cpus[0]?.model.trim() ?? 'unknown'}), ${(os.totalmem() / 2 ** 30).toFixed(1)} GiB`,
    `load at the start ${load.join(' ')}${Number(load[0]) > 0.5 ? ': not an idle machine, the figures suffer' : ''}`,
    '',
  ].join('\n');
}
