import type { Measurement } from './measurement.js';
import { median, ms } from './support/numbers.js';
import type { Run } from './support/run.js';
import { limited } from './support/table.js';
import { startTarget } from './support/target.js';
import { bareBpftrace, SIGUSR1, startOurs, toTarget } from './support/tracers.js';

const ROUNDS = 5;
const EVERY_MS = 10;
const LIMIT_MS = 500;

/** How long until the first signal is seen. */
export const start: Measurement = {
  about: `time from the start to the first event, with a signal every 10 ms; against bpftrace alone
with the same program`,
  async run() {
    const target = await startTarget();
    const sender = setInterval(() => process.kill(target.pid, SIGUSR1), EVERY_MS);
    const bpftrace = await bareBpftrace(toTarget(target.pid));
    const ours: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      bare.push(await firstEvent(() => bpftrace(), '"data": "s|'));
      ours.push(await firstEvent(() => startOurs(target.pid), '"type":"signal"'));
      console.error(
        `start: ours ${ms(ours[round] ?? NaN)}, bare bpftrace ${ms(bare[round] ?? NaN)}`,
      );
    }
    clearInterval(sender);
    await target.end('SIGKILL');
    const [a, b] = [median(ours), median(bare)];
    return [
      limited(
        { what: 'start to first event', ours: ms(a), baseline: `bare bpftrace ${ms(b)}` },
        a - b,
        LIMIT_MS,
        (n) => `${n < 0 ? '-' : '+'}${ms(Math.abs(n))}`,
      ),
    ];
  },
};

async function firstEvent(begin: () => Run, mark: string): Promise<number> {
  const began = performance.now();
  const tracer = begin();
  let text = '';
  let ended = NaN;
  for await (const chunk of tracer.stdout.setEncoding('latin1')) {
    // What comes until it ends is read too, or it could not end.
    if (!Number.isNaN(ended)) continue;
    text += String(chunk);
    if (!text.includes(mark)) continue;
    ended = performance.now();
    void tracer.end('SIGINT');
  }
  await tracer.exited;
  if (Number.isNaN(ended)) throw new Error('a tracer ended before it saw a signal');
  return ended - began;
}
