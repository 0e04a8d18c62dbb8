/**
 * `replay-ours < RECORDS`: what bpftrace prints, through all stages to NDJSON; the text is dropped
 * once its length is counted. Says as JSON what came of it and what it took.
 */
import { createReadStream } from 'node:fs';

import { growHeapSlowly } from '../../../src/heap.js';
import { Identities } from '../../../src/identity/identities.js';
import { OomLog } from '../../../src/identity/oom-log.js';
import { ndjson } from '../../../src/outputs/format.js';
import { Decoder } from '../../../src/stream/decode.js';
import { readLines } from '../../../src/stream/lines.js';
import { Orderer } from '../../../src/stream/order.js';
import { Telling } from '../../../src/telling.js';

growHeapSlowly();
const now = () => performance.now();
const decoder = new Decoder();
const orderer = new Orderer();
// The processes of the records are made up: none is to be looked for here.
const identities = new Identities({ commandLines: true, ancestors: false, proc: false }, now);
const telling = new Telling(
  { identities, oom: new OomLog('/dev/null'), look: () => undefined, seesContinue: true, now },
  (high) => {
    if (high) lines.pause();
    else lines.resume();
  },
);
const everything = { signal: () => true, attempt: () => true, fates: true };
let other = 0;
let characters = 0;

const lines = readLines(createReadStream('', { fd: 0 }), (batch) => {
  const at = process.hrtime.bigint();
  telling.clock.check(at, Date.now());
  const decoded = decoder.push(batch);
  for (const record of decoded) {
    if (record.kind === 'tick') telling.clock.saw(record.ktime, at);
    else if (record.kind !== 'signal') other++;
  }
  identities.meet(decoded);
  telling.ordered(orderer.push(decoded), 1, everything);
});

async function read(): Promise<void> {
  for await (const batch of telling.read()) {
    characters += batch.map((record) => ndjson.record(record)).join('').length;
  }
}

const reading = read();
await lines.ended;
telling.ordered(orderer.flush(), 1, everything);
telling.close(undefined);
await reading;

const { emitted: records, late, lost } = telling.ledger.balance;
const { user, system } = process.cpuUsage();
const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
const cpuSeconds = (user + system) / 1e6;
console.log(JSON.stringify({ records, late, lost, other, characters, cpuSeconds, peakMegabytes }));
process.exit();
