import { setTimeout as sleep } from 'node:timers/promises';

import type { Measurement } from './measurement.js';
import { percent } from './support/numbers.js';
import { cpuSeconds, descendant } from './support/proc.js';
import { Records } from './support/records.js';
import { limited } from './support/table.js';
import { startTarget } from './support/target.js';
import { startOurs } from './support/tracers.js';

const SECONDS = 10;
const LIMIT = 0.5;

/** What it costs to wait. */
export const idle: Measurement = {
  about: `CPU of Node's process while it traces and no signal comes, in 10 s, in % of one core`,
  async run() {
    const target = await startTarget();
    const tracer = startOurs(target.pid);
    const records = new Records(tracer.stdout);
    await records.next('ready');
    const bpftrace = descendant(tracer.pid, 'bpftrace');
    // The start's own work dies down first; V8's last is a collection once nothing has happened for 8 s.
    await sleep(20_000);
    const used = () => [cpuSeconds(tracer.pid), cpuSeconds(bpftrace)] as const;
    const [oursBefore, bpftraceBefore] = used();
    const began = performance.now();
    await sleep(SECONDS * 1000);
    const [oursAfter, bpftraceAfter] = used();
    const share = 100_000 / (performance.now() - began);
    const ours = (oursAfter - oursBefore) * share;
    await tracer.end('SIGINT');
    await target.end('SIGKILL');
    return [
      limited(
        {
          what: 'idle, CPU of one core',
          ours: percent(ours),
          baseline: `bpftrace itself ${percent((bpftraceAfter - bpftraceBefore) * share)}`,
        },
        ours,
        LIMIT,
        percent,
      ),
    ];
  },
};
