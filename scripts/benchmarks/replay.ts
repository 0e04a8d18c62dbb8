import type { Measurement } from './measurement.js';
import { median, seconds, times } from './support/numbers.js';
import { millionRecords, replayOurs, replayPlain } from './support/replays.js';
import { limited } from './support/table.js';

const ROUNDS = 3;
const LIMIT = 4;

/** What the stages cost, without bpftrace. */
export const replay: Measurement = {
  about: `1,000,000 records, captured from bpftrace and renumbered: CPU time of lines, decode,
validate, order, NDJSON; against split2 with JSON.parse over the same file`,
  async run(setting) {
    const file = await millionRecords(setting);
    const ours: number[] = [];
    const plain: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      plain.push((await replayPlain(file)).cpuSeconds);
      ours.push((await replayOurs(file, 1_000_000)).cpuSeconds);
      console.error(
        `replay: ours ${seconds(ours[round] ?? NaN)}, split2 + JSON.parse ${seconds(plain[round] ?? NaN)}`,
      );
    }
    const [a, b] = [median(ours), median(plain)];
    return [
      limited(
        {
          what: 'replay of 1,000,000 records, CPU',
          ours: seconds(a),
          baseline: `split2 + JSON.parse ${seconds(b)}`,
        },
        a / b,
        LIMIT,
        times,
      ),
    ];
  },
};
