import type { Measurement } from './measurement.js';
import { megabytes, whole } from './support/numbers.js';
import {
  millionRecords,
  type Replayed,
  replayOurs,
  replayPiped,
  replayPlain,
} from './support/replays.js';
import { limited, type Row } from './support/table.js';

const LIMIT = 150;

/** What the stages hold, however many records go through. */
export const memory: Measurement = {
  about: `peak RSS of the replay, over 1,000,000 records and, with --long, 10,000,000`,
  async run(setting) {
    const file = await millionRecords(setting);
    const plain = await replayPlain(file);
    const rows = [row(await replayOurs(file, 1_000_000), plain)];
    if (setting.long) rows.push(row(await replayPiped(await setting.captured(), 100)));
    return rows;
  },
};

function row({ records, peakMegabytes }: Replayed, plain?: Replayed): Row {
  const what = `peak RSS, ${whole(records)} records`;
  const ours = megabytes(peakMegabytes);
  console.error(`memory: ${what}: ${ours}`);
  const baseline =
    plain === undefined ? '' : `split2 + JSON.parse ${megabytes(plain.peakMegabytes)}`;
  return limited({ what, ours, baseline }, peakMegabytes, LIMIT, megabytes);
}
