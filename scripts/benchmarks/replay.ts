import type { Measurement } from './measurement.js';
import { median, seconds, times } from './support/numbers.js';
import { millionRecords, replayOurs, replayPlain } from './support/replays.js';
import { limited } from './support/table.js';

const ROUNDS = 3;
/** Four for the stages without which there is no record, and as much again for what is told beside. */
const LIMIT = 8;

/** What the stages cost, without bpftrace. */
export const replay: Measurement = {
  about: `1,000,000 records, captured from bpftrace and renumbered: CPU time of all stages,
from lines to NDJSON; against split2 with JSON.parse over the same file`,
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
