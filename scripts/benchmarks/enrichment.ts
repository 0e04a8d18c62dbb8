import type { Measurement } from './measurement.js';
import { median, megabytes, microseconds, seconds, times, whole } from './support/numbers.js';
import {
  millionCoreRecords,
  millionRecords,
  replayCore,
  replayOurs,
  replayPiped,
} from './support/replays.js';
import type { Setting } from './support/setting.js';
import { limited, type Row } from './support/table.js';

const ROUNDS = 3;
const CPU = 2;
const GROWTH = 1.2;
const SHORT_LIVED_US = 75;

/** What it costs to tell of processes, origins and outcomes beside the signals themselves. */
export const enrichment: Measurement = {
  about: `CPU of all stages over 1,000,000 records, against the stages that the core program's records
go through; and peak RSS over 1,000,000 short-lived processes against 100,000, with
the CPU of a signal among these`,
  async run(setting) {
    return [await cpu(setting), ...(await processes(setting))];
  },
};

async function cpu(setting: Setting): Promise<Row> {
  const [full, core] = [await millionRecords(setting), await millionCoreRecords(setting)];
  const ours: number[] = [];
  const bare: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    bare.push((await replayCore(core, 1_000_000)).cpuSeconds);
    ours.push((await replayOurs(full, 1_000_000)).cpuSeconds);
    console.error(
      `enrichment: all stages ${seconds(ours[round] ?? NaN)}, core ${seconds(bare[round] ?? NaN)}`,
    );
  }
  const [a, b] = [median(ours), median(bare)];
  return limited(
    {
      what: 'identities, origins and outcomes, CPU',
      ours: seconds(a),
      baseline: `core ${seconds(b)}`,
    },
    a / b,
    CPU,
    times,
  );
}

/** Each is told of, sends or gets one signal, and half of them end by it. */
async function processes(setting: Setting): Promise<Row[]> {
  const lives = await setting.lives();
  const over = async (count: number) => {
    const replayed = await replayPiped(lives.captured, count / lives.processes, lives.wording);
    const { peakMegabytes, cpuSeconds, records } = replayed;
    const each = (cpuSeconds / records) * 1e6;
    console.error(
      `enrichment: ${whole(count)} processes: peak RSS ${megabytes(peakMegabytes)}, CPU ${microseconds(each)} a signal`,
    );
    return { peakMegabytes, each };
  };
  const few = await over(100_000);
  const many = await over(1_000_000);
  return [
    limited(
      {
        what: 'peak RSS, 1,000,000 processes',
        ours: megabytes(many.peakMegabytes),
        baseline: `100,000 ${megabytes(few.peakMegabytes)}`,
      },
      many.peakMegabytes / few.peakMegabytes,
      GROWTH,
      times,
    ),
    limited(
      { what: '  CPU of a short-lived signal', ours: microseconds(many.each), baseline: '' },
      many.each,
      SHORT_LIVED_US,
      microseconds,
    ),
  ];
}
