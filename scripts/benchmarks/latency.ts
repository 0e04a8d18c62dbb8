import { setTimeout as sleep } from 'node:timers/promises';

import type { Measurement } from './measurement.js';
import { median, ms } from './support/numbers.js';
import { Records } from './support/records.js';
import { limited } from './support/table.js';
import { startTarget } from './support/target.js';
import { SIGUSR1, startOurs } from './support/tracers.js';

const SIGNALS = 50;
const LIMIT_MS = 150;

/** How old a signal is when its reader learns of it. */
export const latency: Measurement = {
  about: `time from a signal to its line at the reader, one signal at a time: median and worst of 50`,
  async run() {
    const target = await startTarget();
    const tracer = startOurs(target.pid);
    const records = new Records(tracer.stdout);
    await records.next('ready');
    const all: number[] = [];
    for (let i = 0; i < SIGNALS; i++) {
      // Out of step with the ticks.
      await sleep(60 + Math.random() * 100);
      process.kill(target.pid, SIGUSR1);
      const { record, epochUs } = await records.next('signal');
      all.push((epochUs - record.epoch_us) / 1000);
    }
    await tracer.end('SIGINT');
    await target.end('SIGKILL');
    const row = (what: string, figure: number) =>
      limited({ what, ours: ms(figure), baseline: '' }, figure, LIMIT_MS, ms);
    return [
      row('signal to line, median of 50', median(all)),
      row('signal to line, worst of 50', Math.max(...all)),
    ];
  },
};
