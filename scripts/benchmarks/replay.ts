import type { Measurement } from './measurement.js';
import { median, seconds, times, whole } from './support/numbers.js';
import {
  millionRecords,
  millionRecordsInTurn,
  replayOurs,
  replayPlain,
} from './support/replays.js';
import { limited, type Row, told } from './support/table.js';

const ROUNDS = 3;
const LIMIT = 4;
const TARGETS = 200;
/** Each signal differs from the one before, so that what equal ones share has to be looked up. */
const LIMIT_IN_TURN = 6;
/** More than the stages remember: 4096 kinds of equal signals, 1024 processes. */
const MANY_TARGETS = 20_000;

interface Cpu {
  readonly ours: number;
  readonly plain: number;
}

/** What the stages cost, without bpftrace. */
export const replay: Measurement = {
  about: `1,000,000 records, captured from bpftrace and renumbered: CPU time of all stages,
from lines to NDJSON; against split2 with JSON.parse over the same file; the same where
each signal has the next of ${whole(TARGETS)} and of ${whole(MANY_TARGETS)} targets`,
  async run(setting) {
    const inTurn = async (targets: number) =>
      cpu(`${whole(targets)} targets: `, await millionRecordsInTurn(setting, targets));
    const one = await cpu('', await millionRecords(setting));
    const some = await inTurn(TARGETS);
    const many = await inTurn(MANY_TARGETS);
    return [
      row('replay of 1,000,000 records, CPU', one, LIMIT),
      row(`  the same with ${whole(TARGETS)} targets in turn`, some, LIMIT_IN_TURN),
      row(`  the same with ${whole(MANY_TARGETS)} targets in turn`, many),
    ];
  },
};

async function cpu(which: string, file: string): Promise<Cpu> {
  const ours: number[] = [];
  const plain: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    plain.push((await replayPlain(file)).cpuSeconds);
    ours.push((await replayOurs(file, 1_000_000)).cpuSeconds);
    console.error(
      `replay: ${which}ours ${seconds(ours[round] ?? NaN)}, split2 + JSON.parse ${seconds(plain[round] ?? NaN)}`,
    );
  }
  return { ours: median(ours), plain: median(plain) };
}

/** @param limit of the ratio; without it the row only tells */
function row(what: string, { ours, plain }: Cpu, limit?: number): Row {
  const cells = { what, ours: seconds(ours), baseline: `split2 + JSON.parse ${seconds(plain)}` };
  const ratio = ours / plain;
  return limit === undefined
    ? told(what, cells.ours, cells.baseline, times(ratio))
    : limited(cells, ratio, limit, times);
}
