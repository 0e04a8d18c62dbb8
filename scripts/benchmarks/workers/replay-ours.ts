/**
 * `replay-ours < RECORDS`: what bpftrace prints, through all stages to NDJSON; the text is dropped
 * once its length is counted. Says as JSON what came of it and what it took.
 */
import { createReadStream } from 'node:fs';

import { signalRecord } from '../../../src/explain/signal-record.js';
import { growHeapSlowly } from '../../../src/heap.js';
import { ndjson } from '../../../src/outputs/format.js';
import { Decoder } from '../../../src/stream/decode.js';
import { readLines } from '../../../src/stream/lines.js';
import { type Ordered, Orderer } from '../../../src/stream/order.js';
import { readClocks, WallClock } from '../../../src/stream/wall-clock.js';

/** Made into text at once, as a trace does. */
const AT_ONCE = 64;

growHeapSlowly();
const decoder = new Decoder();
const orderer = new Orderer();
const clock = new WallClock(readClocks);
let records = 0;
let late = 0;
let lost = 0;
let other = 0;
let characters = 0;

function write(ordered: readonly Ordered[]): void {
  for (let from = 0; from < ordered.length; from += AT_ONCE) {
    const batch = ordered.slice(from, from + AT_ONCE).map((entry) => {
      if (entry.kind === 'placed') {
        records++;
        if (entry.late) late++;
        const { signal } = entry;
        return ndjson.record(signalRecord(signal, clock.wall(signal.ktime), 1, entry.late));
      }
      if (entry.kind === 'hole') lost += entry.count;
      else other++;
      return '';
    });
    characters += batch.join('').length;
  }
}

const lines = readLines(createReadStream('', { fd: 0 }), (batch) => {
  const now = process.hrtime.bigint();
  clock.check(now, Date.now());
  const decoded = decoder.push(batch);
  for (const record of decoded) {
    if (record.kind === 'tick') clock.saw(record.ktime, now);
    else if (record.kind !== 'signal') other++;
  }
  write(orderer.push(decoded));
});
await lines.ended;
write(orderer.flush());

const { user, system } = process.cpuUsage();
const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
const cpuSeconds = (user + system) / 1e6;
console.log(JSON.stringify({ records, late, lost, other, characters, cpuSeconds, peakMegabytes }));
