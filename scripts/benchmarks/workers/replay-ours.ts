/**
 * `replay-ours < RECORDS`: what bpftrace prints, through all stages to NDJSON; the text is dropped
 * once its length is counted. Says as JSON what came of it and what it took.
 */
import { growHeapSlowly } from '../../../src/heap.js';
import { hostCgroups } from '../../../src/host/cgroup-mount.js';
import { OomLog } from '../../../src/host/oom-log.js';
import { Identities } from '../../../src/identity/identities.js';
import { ndjson } from '../../../src/outputs/ndjson.js';
import { Orderer } from '../../../src/pipeline/order.js';
import { Pipeline } from '../../../src/pipeline/pipeline.js';
import { readLines } from '../../../src/source/lines.js';
import { Decoder } from '../../../src/wire/decoder.js';

/** As a trace does. */
const DUE_EVERY_MS = 100;

growHeapSlowly();
/** The records' own clock, ms: a replay is faster than what it replays. */
let clock = 0;
const now = () => clock;
const decoder = new Decoder();
const orderer = new Orderer();
// Of these processes none is left: they are looked for in /proc, as often as of others, and not found.
const cgroups = hostCgroups();
const identities = new Identities(
  { commandLines: true, ancestors: false, proc: true, cgroups },
  now,
);
const telling = new Pipeline(
  { identities, oom: new OomLog('/dev/null'), look: () => undefined, seesContinue: true, now },
  (high) => {
    if (high) lines.pause();
    else lines.resume();
  },
);
/** What a replay is made of beside ticks. */
const KNOWN = new Set(['signal', 'delivery', 'exit', 'process', 'ancestor', 'arguments']);
const everything = { signal: () => true, attempt: () => true, tracksOutcomes: true };
let dueAt = 0;
let other = 0;
let characters = 0;

const lines = readLines(process.stdin, (batch) => {
  const at = process.hrtime.bigint();
  telling.clock.check(at, Date.now());
  const decoded = decoder.push(batch);
  for (const record of decoded) {
    if (record.kind === 'tick') {
      telling.clock.saw(record.ktime, at);
      clock = Math.max(clock, Number(record.ktime) / 1e6);
    } else if (!KNOWN.has(record.kind)) other++;
  }
  identities.prefetch(decoded);
  telling.ordered({ entries: orderer.push(decoded), until: orderer.watermark }, 1, everything);
  if (clock - dueAt < DUE_EVERY_MS) return;
  dueAt = clock;
  telling.due();
});

async function read(): Promise<void> {
  for await (const batch of telling.read()) {
    characters += batch.map((record) => ndjson.record(record)).join('').length;
  }
}

const reading = read();
await lines.ended;
telling.ordered({ entries: orderer.flush(), until: orderer.watermark }, 1, everything);
telling.close(undefined);
await reading;

const { emitted: records, late, lost } = telling.ledger.balance;
const { user, system } = process.cpuUsage();
const peakMegabytes = (process.resourceUsage().maxRSS * 1024) / 1e6;
const cpuSeconds = (user + system) / 1e6;
console.log(JSON.stringify({ records, late, lost, other, characters, cpuSeconds, peakMegabytes }));
process.exit();
